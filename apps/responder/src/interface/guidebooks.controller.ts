import type { IncomingMessage } from 'node:http';
import { Controller, HttpCode, Inject, Post, Query, Req } from '@nestjs/common';
import { guidebookLimits, tooLargeGuide } from '@attest/guidebook-reader';
import { CurrentIdentity, type Identity } from '@attest/identity';
import { ManageGuidebooksUseCase } from '../application/manage-guidebooks.use-case.js';
import { readUpload } from '../application/read-upload.js';

/** What the sender of a guide is told; everything else is in GraphQL. */
export interface UploadedGuidebook {
  id: string;
  title: string;
  state: string;
  warnings: string[];
}

/** Guides as the files they are. */
@Controller('api/guidebooks')
export class GuidebooksController {
  constructor(@Inject(ManageGuidebooksUseCase) private readonly useCase: ManageGuidebooksUseCase) {}

  @Post()
  @HttpCode(201)
  async upload(@CurrentIdentity() identity: Identity, @Req() request: IncomingMessage, @Query('fileName') fileName?: unknown): Promise<UploadedGuidebook> {
    this.useCase.requireUploader(identity);
    const bytes = await readUpload(request, guidebookLimits.bytes, tooLargeGuide);
    const { id, title, state, warnings } = await this.useCase.upload(identity, bytes, typeof fileName === 'string' ? fileName : '');
    return { id, title, state, warnings };
  }
}
