import { javascriptClasses } from './javascript.mjs';
import { pythonClasses } from './python.mjs';
import { vbscriptClasses } from './vbscript.mjs';

/** Obfuscation classes of VBScript, JavaScript (JScript) and Python; their shape is told in powershell.mjs. */
export const otherClasses = { vbscript: vbscriptClasses, javascript: javascriptClasses, python: pythonClasses };
