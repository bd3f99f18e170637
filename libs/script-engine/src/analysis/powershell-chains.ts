import { parse } from 'tldts';
import { longestChained } from './chains.js';
import type { AddFact } from './concealment.js';
import { placeStarted } from './fact-place.js';
import type { LayerSet, WorkingLayer } from './layer-set.js';

/** Facts that take several statements of PowerShell together. */
export function powershellChains(set: LayerSet, add: AddFact): void {
  for (const layer of set.layers) if (layer.language === 'powershell' && layer.text.length <= longestChained) runsWhatItFetched(layer, add);
}

const target = String.raw`["'(]{0,2}(?<file>[^\s"';&|)]{3,260})`;
const saves = new RegExp(String.raw`(?:-OutFile\s{1,4}|-Destination\s{1,4}|DownloadFile\([^\n]{4,400}?,\s{0,4}|Start-BitsTransfer\s{1,4}(?!-)\S{4,300}\s{1,4}|(?:curl|wget)(?:\.exe)?\s[^\n;|]{0,300}?\s-o\s{1,4}|File\]::(?:WriteAllBytes|Create|OpenWrite)\()${target}`, 'gi');
const fetches = /Invoke-WebRequest|\biwr\b|Invoke-RestMethod|\birm\b|Download(?:File|Data|String)|Start-BitsTransfer|\bcurl\b|\bwget\b|GetResponse|GetByteArrayAsync|XMLHTTP/i;
const starts = /(?:^|[\s;|&({])(?:Start-Process|saps|start|Invoke-Item|ii|rundll32|regsvr32|[cw]script|mshta|msiexec|cmd|powershell|pwsh|Import-Module|ipmo)(?:\.exe)?\s[^\n;|]{0,160}$|(?:^|[\n;|&{])\s{0,8}[&.]\s{0,4}["'(]{0,2}[^\s"';|&]{0,200}$|(?:^|[\n;])\s{0,8}[^\s"';|&(]{0,120}$|(?:Process\]::Start|ShellExecute|\.Run|Assembly\]::LoadF\w{2,5})\([^\n;|]{0,160}$/i;
/** The middle of another word, or what looks at the file, moves or removes it. */
const notStarted = /[\w-]$|\b(?:Remove-Item|ri|Test-Path|Get-\w+|Set-\w+|Expand-Archive|Copy-Item)\s[^\n;|]{0,160}$/i;

const code = /\.(?:ps1|bat|cmd|vb[se]|jse?|hta|wsf|sct|scr|pif|com|lnk|dll|cpl|py)$/i;
const anyonesFolder = /(?:\\|env:)(?:te?mp|public|(?:local)?appdata|roaming|programdata|tasks)\b/i;
/** Somebody waits for it or has it ask nothing: an installer. */
const installs = /\s-Wait\b|\s["'(]{0,2}[-/](?:S|q[nb]?|quiet|silent|verysilent|norestart|install|passive)\b|\bmsiexec\b/i;
const wellKnown = /\b(?:microsoft|windowsupdate|visualstudio|aka|nodejs|python|github|githubusercontent|chocolatey|google|mozilla|adobe|oracle|docker|powershellgallery)\.(?:com|org|net|ms)\b/i;

/** A file that was fetched and saved under a name is started by that name. Cites the command that starts it. */
function runsWhatItFetched(layer: WorkingLayer, add: AddFact): void {
  const { text } = layer;
  if (!fetches.test(text)) return;
  saves.lastIndex = 0;
  for (let match = saves.exec(text), tries = 0; match !== null && tries < 20; match = saves.exec(text), tries++) {
    const file = match.groups?.file ?? '';
    // A variable stands for the file as well as its name does.
    const name = /^\$\w+$/.test(file) ? file : (file.split(/[\\/]/).at(-1) ?? '');
    if (!/^[^*?<>]{2,100}$/.test(name) || /^\$(?:null|_|env)$/i.test(name)) continue;
    const place = placeStarted(layer, name, saves.lastIndex, starts, notStarted, 200);
    if (place === undefined) continue;
    const statement = text.slice(text.lastIndexOf('\n', place.end - name.length) + 1, text.indexOf('\n', place.end) < 0 ? undefined : text.indexOf('\n', place.end)).slice(0, 2_000);
    const source = /https?:\/\/(?<host>[^\s"'/:)]{3,200})/i.exec(text.slice(Math.max(0, match.index - 400), saves.lastIndex))?.groups?.host ?? '';
    const address = parse(source).isIp === true;
    const odd = !wellKnown.test(source) && (address || (anyonesFolder.test(file) && (code.test(file) || !installs.test(statement))));
    add({ rule: 'runs-what-it-fetched', type: 'execute', certainty: 'derived', weight: odd ? 'suspicious' : 'notable', phrase: 'starts a file that it fetched', techniques: ['T1105'], ...place, values: { file: name } });
  }
}
