import { re, table } from './rule-table.js';

/** Running inside other processes, and what such code is made of. */
export const injectionRules = table('inject', [
  ['remote-thread', 'T1055', 'malicious', 'starts a thread in another process', re`CreateRemoteThread(?:Ex)?|RtlCreateUserThread|NtCreateThreadEx|WriteProcessMemory|NtWriteVirtualMemory|VirtualAllocEx|NtMapViewOfSection`],
  ['local-shellcode', 'T1055', 'suspicious', 'makes memory that can be run and starts it', re`(?<!Nt)VirtualAlloc\b(?!Ex)|VirtualProtect(?:Ex)?\b|\bCreateThread\b|EnumSystemLocales|RtlMoveMemory|CallWindowProc[AW]?\b`],
  ['library-injection', 'T1055.001', 'malicious', 'puts a library in another process', re`Invoke-(?:Reflective)?DllInjection|ReflectiveDll|dll_?inject\w{0,6}|InjectDll|Inject-Dll|mavinject[^\n]{0,100}\.dll`],
  ['pe-injection', 'T1055.002', 'malicious', 'puts a program in another process', re`Invoke-(?:Reflective)?PEInjection|\bPE-?Inject(?:ion|or)?\b|\bRedirectThread\b`],
  ['thread-hijack', 'T1055.003', 'malicious', 'takes over a thread of another process', re`SetThreadContext|SuspendThread|Nt(?:Suspend|Resume)Thread|ThreadHijack\w{0,6}`],
  ['queue-apc', 'T1055.004', 'malicious', 'queues its code in another process', re`QueueUserAPC\d?|NtQueueApcThread|EarlyBird`],
  ['ptrace', 'T1055.008', 'suspicious', 'takes over a process with ptrace', re`PTRACE_(?:ATTACH|POKE\w{3,5}|SETREGS|SEIZE)|ptrace_scope\s*=?\s*0|\bptrace\(`],
  ['proc-mem-write', 'T1055.009', 'malicious', 'writes to the memory of another process', re`(?:>|dd\s…of=|tee)\s*/proc/[^\s/]{1,20}/mem|/proc/\$\$/mem|/proc/self/mem`],
  ['extra-window-memory', 'T1055.011', 'suspicious', 'hides code in window memory', re`SetWindowLong(?:Ptr)?[AW]?\b`],
  ['process-hollowing', 'T1055.012', 'malicious', 'empties a process and fills it with its own code', re`(?:Nt|Zw)UnmapViewOfSection|Start-Hollow|ProcessHollow\w{0,6}|\bRunPE\b|hollow\w{0,4}\.exe`],
  ['doppelganging', 'T1055.013', 'malicious', 'runs a program out of a file transaction', re`Doppelg[aä]ng\w{3,5}|NtCreateTransaction|CreateFileTransacted|Herpaderp\w{3,5}`],
  ['vdso-hijack', 'T1055.014', 'malicious', 'takes over a system library of a process', re`vdso[_ -]?(?:hijack|inject)`],
  ['list-planting', 'T1055.015', 'malicious', 'hides code in a list box', re`LVM_SORTITEMS|ListPlanting`],
  ['thread-local-storage', 'T1055.005', 'malicious', 'hides code in thread callbacks', re`tls_?callback`],
  ['kernel-callback-table', 'T1574.013', 'malicious', 'takes over the callback table of a process', re`KernelCallbackTable`],
  ['shellcode-tools', 'T1055', 'suspicious', 'builds or loads shellcode', re`\bInvoke-Shellcode\b|\bshellcode\w{0,12}\b|‹donut›\s|‹ScareCrow›|process[_ -]?inject(?:ion|or)?`, { certainty: 'possible' }],
  ['injection-tools', 'T1055', 'malicious', 'runs a tool that injects code', re`\b(?:inject\w{0,10}|InjectProc|Process-?Injector|rundll32inject|EnumChildWindows|DirtyVanity|PoolParty|mockingjay)\.exe|Dirty-?Vanity\b`],
]);
