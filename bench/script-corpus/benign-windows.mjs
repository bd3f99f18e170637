/** Ordinary administration scripts for Windows. Each template is `(values) => text`; `values` come from `benignValues` in benign.mjs. */

export const benignPowershell = [
  ({ folder, days }) => `# Removes old log files\nparam([string]$Path = '${folder}', [int]$Days = ${days})\n\n$limit = (Get-Date).AddDays(-$Days)\nGet-ChildItem -Path $Path -Filter *.log -Recurse |\n  Where-Object { $_.LastWriteTime -lt $limit } |\n  Remove-Item -Verbose\n`,
  ({ service, log }) => `$service = Get-Service -Name '${service}' -ErrorAction Stop\nif ($service.Status -ne 'Running') {\n  Write-Warning "$($service.DisplayName) is $($service.Status)"\n  Restart-Service -InputObject $service\n  Add-Content -Path '${log}' -Value ("{0:u} restarted {1}" -f (Get-Date), $service.Name)\n}\n`,
  ({ host, log }) => `$servers = '${host}', 'print01', 'files02'\n$report = foreach ($server in $servers) {\n  $disk = Get-CimInstance -ClassName Win32_LogicalDisk -ComputerName $server -Filter "DriveType=3"\n  $disk | Select-Object SystemName, DeviceID, @{ Name = 'FreeGB'; Expression = { [math]::Round($_.FreeSpace / 1GB, 1) } }\n}\n$report | Export-Csv -Path '${log}' -NoTypeInformation\n`,
  ({ name, host }) => `Import-Module ActiveDirectory\n$users = Get-ADUser -Filter 'Enabled -eq $true' -SearchBase 'OU=${name},DC=corp,DC=example,DC=com' -Properties LastLogonDate\n$users | Sort-Object LastLogonDate | Format-Table Name, LastLogonDate -AutoSize\nTest-Connection -ComputerName ${host} -Count 2\n`,
  ({ url, folder }) => `# Installs the monthly package from our own server\n$ErrorActionPreference = 'Stop'\n$target = Join-Path '${folder}' 'package.msi'\nInvoke-WebRequest -Uri '${url}' -OutFile $target\n$signature = Get-AuthenticodeSignature $target\nif ($signature.Status -ne 'Valid') { throw "Bad signature: $($signature.Status)" }\nStart-Process msiexec.exe -ArgumentList '/i', $target, '/qn' -Wait\n`,
  ({ name }) => `function Get-${name[0].toUpperCase()}${name.slice(1)} {\n  [CmdletBinding()]\n  param([Parameter(Mandatory)][string[]]$Name, [switch]$Force)\n  process {\n    foreach ($one in $Name) { [pscustomobject]@{ Name = $one; Length = $one.Length; Forced = [bool]$Force } }\n  }\n}\nExport-ModuleMember -Function Get-*\n`,
  ({ folder, days }) => `$source = '${folder}'\n$stamp = Get-Date -Format 'yyyyMMdd-HHmm'\nCompress-Archive -Path "$source\\*" -DestinationPath "D:\\Backup\\files-$stamp.zip"\nGet-ChildItem 'D:\\Backup' -Filter 'files-*.zip' | Sort-Object CreationTime -Descending | Select-Object -Skip ${days} | Remove-Item\n`,
  ({ name }) => `Describe '${name}' {\n  BeforeAll { . $PSScriptRoot\\${name}.ps1 }\n  It 'adds' { Add-Number 1 2 | Should -Be 3 }\n  It 'rejects text' { { Add-Number 'a' 2 } | Should -Throw }\n}\n`,
  ({ name }) => `$key = 'HKLM:\\SOFTWARE\\Policies\\Contoso\\${name}'\nif (-not (Test-Path $key)) { New-Item -Path $key -Force | Out-Null }\nSet-ItemProperty -Path $key -Name 'AutoUpdate' -Value 1 -Type DWord\nGet-ItemProperty -Path $key | Select-Object AutoUpdate\n`,
  ({ days }) => `Get-WinEvent -FilterHashtable @{ LogName = 'System'; Level = 2; StartTime = (Get-Date).AddDays(-${days}) } -MaxEvents 200 |\n  Group-Object -Property ProviderName -NoElement | Sort-Object Count -Descending | Select-Object -First 10\n`,
  ({ name, folder }) => `$action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument '-NoProfile -File ${folder}\\${name}.ps1'\n$trigger = New-ScheduledTaskTrigger -Daily -At 3am\nRegister-ScheduledTask -TaskName 'Nightly ${name} report' -Action $action -Trigger $trigger -User 'CORP\\svc-report' -RunLevel Limited\n`,
  ({ name }) => `# Reads a certificate from the pipeline's secret store\n$bytes = [Convert]::FromBase64String($env:${name.toUpperCase()}_PFX)\n$path = Join-Path $env:RUNNER_TEMP 'sign.pfx'\n[IO.File]::WriteAllBytes($path, $bytes)\ntry { & signtool sign /f $path /fd SHA256 .\\out\\${name}.exe } finally { Remove-Item $path }\n`,
  ({ host }) => `$text = Get-Content .\\template.txt -Raw\n$text = $text -replace '__HOST__', '${host}' -replace '__PORT__', '443'\n$text.Split("\`n") | ForEach-Object { $_.TrimEnd() } | Set-Content .\\web.config -Encoding UTF8\n`,
];

export const benignBatch = [
  ({ folder }) => `@echo off\nrem Copies the build to the share\nsetlocal\nset SRC=%~dp0build\nset DST=${folder}\nif not exist "%DST%" mkdir "%DST%"\nxcopy "%SRC%" "%DST%" /E /I /Y\nif errorlevel 1 (\n  echo Copy failed\n  exit /b 1\n)\nendlocal\n`,
  ({ name }) => `@echo off\nfor /r %%f in (*.cs) do (\n  findstr /c:"${name}" "%%f" >nul && echo %%f\n)\npause\n`,
  ({ service, log }) => `@echo off\nsc query ${service} | find "RUNNING" >nul\nif errorlevel 1 (\n  net start ${service}\n  echo %date% %time% started ${service} >> "${log}"\n)\n`,
  ({ name }) => `@ECHO OFF\nSETLOCAL\nSET JAVA_HOME=%ProgramFiles%\\Java\\jdk-17\nSET PATH=%JAVA_HOME%\\bin;%PATH%\njava -Xmx512m -jar "%~dp0${name}.jar" %*\nENDLOCAL & EXIT /B %ERRORLEVEL%\n`,
  ({ host }) => `@echo off\nnet use Z: \\\\${host}\\public /persistent:yes\nif exist Z:\\login.txt type Z:\\login.txt\n`,
  ({ days, folder }) => `@echo off\nforfiles /p "${folder}" /m *.bak /d -${days} /c "cmd /c del @path"\necho Done\n`,
  ({ name }) => `@echo off\n:menu\ncls\necho 1. Build\necho 2. Test ${name}\necho 3. Quit\nset /p choice=Choice: \nif "%choice%"=="1" goto build\nif "%choice%"=="2" goto test\nif "%choice%"=="3" exit /b\ngoto menu\n:build\ncall npm run build\ngoto menu\n:test\ncall npm test\ngoto menu\n`,
  ({ name }) => `@echo off\nsetlocal enabledelayedexpansion\nset count=0\nfor %%i in (*.${name.slice(0, 3)}) do (\n  set /a count+=1\n  echo !count! %%~ni\n)\necho !count! files\n`,
  () => `@echo off\nfor /f "tokens=2 delims=:" %%a in ('ipconfig ^| findstr /c:"IPv4"') do set ip=%%a\necho Address:%ip%\n`,
  ({ name }) => `@IF EXIST "%~dp0\\node.exe" (\n  "%~dp0\\node.exe"  "%~dp0\\..\\${name}\\bin\\${name}.js" %*\n) ELSE (\n  @SETLOCAL\n  @SET PATHEXT=%PATHEXT:;.JS;=;%\n  node  "%~dp0\\..\\${name}\\bin\\${name}.js" %*\n)\n`,
  ({ folder, log }) => `@echo off\nrobocopy "${folder}" "D:\\Backup" /MIR /R:2 /W:5 /LOG:"${log}"\nif %ERRORLEVEL% GEQ 8 (echo failed & exit /b 1)\nexit /b 0\n`,
  ({ name }) => `@echo off\nwhere git >nul 2>nul || (echo git is missing & exit /b 1)\ngit pull --ff-only\ncall msbuild ${name}.sln /t:Build /p:Configuration=Release /m\n`,
  ({ name }) => `@echo off\nreg query "HKLM\\SOFTWARE\\Contoso\\${name}" /v Version >nul 2>&1\nif %errorlevel%==0 (echo installed) else (msiexec /i "%~dp0${name}.msi" /qb)\n`,
].map((template) => (values) => template(values).replaceAll('\n', '\r\n'));

export const benignVbscript = [
  ({ folder }) => `Option Explicit\nDim fso, file\nSet fso = CreateObject("Scripting.FileSystemObject")\nFor Each file In fso.GetFolder("${folder}").Files\n  WScript.Echo file.Name & " " & file.Size\nNext\n`,
  ({ host }) => `Dim network\nSet network = CreateObject("WScript.Network")\nnetwork.MapNetworkDrive "H:", "\\\\${host}\\home"\nnetwork.AddWindowsPrinterConnection "\\\\${host}\\floor2"\n`,
  ({ log }) => `Const ForAppending = 8\nDim fso, log\nSet fso = CreateObject("Scripting.FileSystemObject")\nSet log = fso.OpenTextFile("${log}", ForAppending, True)\nlog.WriteLine Now & " logon"\nlog.Close\n`,
  () => `Dim service, disk\nSet service = GetObject("winmgmts:\\\\.\\root\\cimv2")\nFor Each disk In service.ExecQuery("SELECT * FROM Win32_LogicalDisk WHERE DriveType = 3")\n  WScript.Echo disk.DeviceID & " " & FormatNumber(disk.FreeSpace / 1073741824, 1)\nNext\n`,
  ({ name }) => `Function Pad(ByVal text, ByVal width)\n  Do While Len(text) < width\n    text = "0" & text\n  Loop\n  Pad = text\nEnd Function\nWScript.Echo Pad("${name.length}", 6)\n`,
  ({ name, folder }) => `Dim shell, link\nSet shell = CreateObject("WScript.Shell")\nSet link = shell.CreateShortcut(shell.SpecialFolders("Desktop") & "\\${name}.lnk")\nlink.TargetPath = "${folder}\\${name}.exe"\nlink.Save\n`,
  ({ name }) => `Sub Workbook_Open()\n  If Sheets("${name}").Range("A1").Value = "" Then\n    Sheets("${name}").Range("A1").Value = Date\n  End If\nEnd Sub\n`,
  ({ days }) => `Dim i, total\ntotal = 0\nFor i = 1 To ${days}\n  If i Mod 2 = 0 Then total = total + i\nNext\nMsgBox "Sum: " & total, vbInformation, "Result"\n`,
  ({ name }) => `' Reads a setting of our product\nOn Error Resume Next\nDim shell, value\nSet shell = CreateObject("WScript.Shell")\nvalue = shell.RegRead("HKLM\\SOFTWARE\\Contoso\\${name}\\Version")\nIf Err.Number <> 0 Then value = "none"\nWScript.Echo value\n`,
  ({ folder }) => `Dim xml, node\nSet xml = CreateObject("MSXML2.DOMDocument.6.0")\nxml.async = False\nxml.load "${folder}\\settings.xml"\nFor Each node In xml.selectNodes("//setting")\n  WScript.Echo node.getAttribute("name") & "=" & node.text\nNext\n`,
  ({ name }) => `Select Case LCase(WScript.Arguments.Named("mode"))\n  Case "install": WScript.Echo "Installing ${name}"\n  Case "remove": WScript.Echo "Removing ${name}"\n  Case Else: WScript.Quit 1\nEnd Select\n`,
  ({ host, days }) => `Dim mail\nSet mail = CreateObject("CDO.Message")\nmail.Subject = "Backup report"\nmail.From = "backup@${host}"\nmail.To = "it@${host}"\nmail.TextBody = "Kept ${days} days."\nmail.Send\n`,
];
