import { Catch } from '@nestjs/common';
import { ServiceErrorFilter, type KnownError } from '@attest/service-host';
import { ScriptAnalyzerError, ScriptAnalyzerErrorCode } from '../domain/script-analyzer.error.js';

const statusOf: Readonly<Record<ScriptAnalyzerErrorCode, number>> = {
  [ScriptAnalyzerErrorCode.ScriptUnknown]: 404,
  [ScriptAnalyzerErrorCode.EmptyScript]: 400,
  [ScriptAnalyzerErrorCode.TooLarge]: 413,
  [ScriptAnalyzerErrorCode.BadInput]: 400,
  [ScriptAnalyzerErrorCode.UploadIncomplete]: 400,
  [ScriptAnalyzerErrorCode.UnsupportedBody]: 415,
};

/** The errors of script analysis. */
@Catch()
export class ScriptAnalyzerErrorFilter extends ServiceErrorFilter {
  protected describe(error: unknown): KnownError | undefined {
    return error instanceof ScriptAnalyzerError ? { code: error.code, message: error.message, status: statusOf[error.code] } : undefined;
  }
}
