/** Folders any user may write to: programs that run from there came from somewhere. */
const userWritable = /[\\/](?:downloads|temp|tmp|appdata|public|perflogs|recycler|\$recycle\.bin|desktop|documents|programdata|dev[\\/]shm|var[\\/]tmp)(?:[\\/]|$)/i;

/** Places below them where well-behaved software installs itself. */
const installed = /[\\/](?:programdata[\\/](?:microsoft|package cache|chocolatey)|appdata[\\/]local[\\/](?:microsoft|programs|packages)|appdata[\\/]local[\\/]google[\\/]chrome)[\\/]/i;

const executable = /\.(?:exe|dll|scr|com|msi|bat|cmd|ps1|psm1|vbs|vbe|js|jse|wsf|hta|lnk|iso|img|jar|sh|elf|py|bin|so|apk|dmg|pkg)$/i;

/** Whether a program or library at this path runs from where any user may write. */
export function isUserWritable(path: string | undefined): boolean {
  return path !== undefined && userWritable.test(path) && !installed.test(path);
}

/** Whether a name is of something that runs. */
export function isExecutable(name: string | undefined): boolean {
  return name !== undefined && executable.test(name);
}

/** Last part of a Windows or Unix path. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** Address of the machine itself or of nobody. */
export function isLocalAddress(address: string): boolean {
  return /^(?:127\.|0\.0\.0\.0|::1$|::$|fe80:|224\.|239\.|255\.255)/i.test(address);
}
