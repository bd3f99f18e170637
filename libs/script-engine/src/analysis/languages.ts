import { bashCodeMask } from '../bash/bash-code-mask.js';
import { evaluateBash } from '../bash/bash.evaluator.js';
import { batchCodeMask } from '../batch/batch-code-mask.js';
import { evaluateBatch } from '../batch/batch.evaluator.js';
import type { Evaluator } from '../core/evaluation.js';
import type { ScriptLanguage } from '../core/language.js';
import { javascriptCodeMask } from '../javascript/javascript-code-mask.js';
import { evaluateJavascript } from '../javascript/javascript.evaluator.js';
import { evaluatePowerShell } from '../powershell/powershell.evaluator.js';
import { powershellCodeMask } from '../powershell/powershell-code-mask.js';
import { pythonCodeMask } from '../python/python-code-mask.js';
import { evaluatePython } from '../python/python.evaluator.js';
import { evaluateVbscript } from '../vbscript/vbscript.evaluator.js';
import { vbscriptCodeMask } from '../vbscript/vbscript-code-mask.js';

/** How each language is evaluated, and how its comments are blanked out. */
export const languages: Readonly<Partial<Record<ScriptLanguage, { evaluate: Evaluator; mask: (text: string) => string }>>> = {
  powershell: { evaluate: evaluatePowerShell, mask: powershellCodeMask },
  batch: { evaluate: evaluateBatch, mask: batchCodeMask },
  bash: { evaluate: evaluateBash, mask: bashCodeMask },
  javascript: { evaluate: evaluateJavascript, mask: javascriptCodeMask },
  python: { evaluate: evaluatePython, mask: pythonCodeMask },
  vbscript: { evaluate: evaluateVbscript, mask: vbscriptCodeMask },
};
