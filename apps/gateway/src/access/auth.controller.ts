import type { IncomingMessage, ServerResponse } from 'node:http';
import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { expiredSessionCookie, sessionCookie, type Identity } from '@attest/identity';
import { GatewayError, GatewayErrorCode } from '../errors/gateway.error.js';
import { Doorkeeper, isSecure } from './doorkeeper.js';

const credentialsSchema = z.object({ user: z.string().min(1).max(256), password: z.string().min(1).max(1024) });

/** What the person who signed in is told about themselves. */
export interface Me {
  name: string;
  tenant: string;
  roles: string[];
}

/** What of an identity its owner sees. */
export function toMe({ name, tenant, roles }: Identity): Me {
  return { name, tenant, roles: [...roles] };
}

/** Sign-in by the local account; the session is a cookie that no script can read. */
@Controller('auth')
export class AuthController {
  constructor(@Inject(Doorkeeper) private readonly doorkeeper: Doorkeeper) {}

  @Post('sign-in')
  @HttpCode(200)
  async signIn(@Body() body: unknown, @Req() request: IncomingMessage, @Res({ passthrough: true }) response: ServerResponse): Promise<Me> {
    const credentials = credentialsSchema.safeParse(body);
    if (!credentials.success) throw new GatewayError(GatewayErrorCode.BodyMalformed, 'Send user and password as JSON: {"user": "…", "password": "…"}.');
    const { identity, sessionId } = await this.doorkeeper.signIn(credentials.data.user, credentials.data.password, request);
    this.doorkeeper.signOut(request);
    response.setHeader('Set-Cookie', sessionCookie(sessionId, { secure: isSecure(request) }));
    return toMe(identity);
  }

  @Post('sign-out')
  @HttpCode(204)
  signOut(@Req() request: IncomingMessage, @Res({ passthrough: true }) response: ServerResponse): void {
    this.doorkeeper.signOut(request);
    response.setHeader('Set-Cookie', expiredSessionCookie({ secure: isSecure(request) }));
  }

  @Get('me')
  async me(@Req() request: IncomingMessage): Promise<Me> {
    return toMe((await this.doorkeeper.identify(request)).identity);
  }
}
