import type { IncomingMessage } from 'node:http';
import { Controller, HttpCode, Inject, Post, Query, Req } from '@nestjs/common';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { AnalyzeScriptUseCase } from '../application/analyze-script.use-case.js';
import { readUpload } from '../application/read-upload.js';
import { languageNamed } from './script-input.mapper.js';

/** What the sender of a script is told: where its analysis will be. */
export interface SubmittedScript {
  sha256: string;
}

/** Scripts as the bytes they are, for those larger than a GraphQL request and those that are no text. */
@Controller('api/scripts')
export class ScriptsController {
  constructor(@Inject(AnalyzeScriptUseCase) private readonly useCase: AnalyzeScriptUseCase) {}

  @Post()
  @HttpCode(202)
  async submit(@CurrentIdentity() { tenant }: Identity, @Req() request: IncomingMessage, @Query('language') language?: unknown, @Query('fileName') fileName?: unknown): Promise<SubmittedScript> {
    const options = { ...languageNamed(language), ...(typeof fileName === 'string' && fileName !== '' ? { fileName } : {}) };
    const bytes = await readUpload(request, this.useCase.limitBytes);
    return { sha256: await this.useCase.submit(tenant, bytes, options) };
  }
}
