import type { Budget } from '../core/budget.js';
import { matchGlob } from './glob-pattern.js';

const inBin =
  'bash sh dash cat cp ls mv rm ln mkdir rmdir chmod chown chgrp date dd df echo false true grep egrep fgrep gzip gunzip zcat hostname kill login more mount umount ps pwd sed sleep stty su sync tar touch uname ' +
  'nc netcat ping ss ip which mktemp readlink ' +
  'awk base32 base64 basename bc bzip2 cksum clear cmp comm crontab curl cut diff dirname du env expand expr file find fold free ftp gcc git groups head hexdump iconv id install ionice jq killall last less locate ' +
  'lsof make md5sum nice nl nohup od openssl passwd paste perl pgrep php pkill printenv printf python python2 python3 rev ruby scp screen script seq setsid sftp sha1sum sha256sum shuf socat sort split ssh stat ' +
  'strings sudo systemctl tac tail tee telnet test time timeout tmux top tr tty uniq unxz unzip uptime vi vim w watch wc wget who whoami whereis xargs xxd xz yes zip node nmap busybox dig host nslookup';
const inSbin = 'iptables ifconfig route reboot shutdown halt poweroff insmod modprobe rmmod lsmod sysctl useradd usermod userdel groupadd arp fdisk mkfs fsck swapoff swapon init ldconfig visudo tcpdump chroot';

const paths = [...inBin.split(' ').flatMap((name) => [`/bin/${name}`, `/usr/bin/${name}`]), ...inSbin.split(' ').flatMap((name) => [`/sbin/${name}`, `/usr/sbin/${name}`])];
const files = ['/etc/passwd', '/etc/shadow', '/etc/group', '/etc/gshadow', '/etc/hosts', '/etc/hostname', '/etc/crontab', '/etc/sudoers', '/etc/profile', '/etc/resolv.conf', '/etc/os-release', '/etc/issue', '/etc/fstab', '/etc/motd'];

/** The one well-known program that a pattern in command position fits; undefined when none or several do. */
export function resolveCommandGlob(pattern: string, budget: Budget): string | undefined {
  return pattern.startsWith('/') && pattern.length < 200 ? onlyFit(pattern, paths, budget) : undefined;
}

/** The one well-known file or program that a pattern among the arguments fits. */
export function resolveFileGlob(pattern: string, budget: Budget): string | undefined {
  // A directory of its own in the pattern may hold anything; only patterns for the whole of a known path count.
  if (!pattern.startsWith('/') || pattern.length > 200 || /^\/(?:tmp|home|var|root|opt|srv|mnt|proc|dev)\b/.test(pattern) || !/[a-z]/.test(pattern)) return undefined;
  return onlyFit(pattern, files, budget) ?? (/^\/(?:[a-z?*[\]]{2,}\/){1,2}/.test(pattern) && pattern.includes('?') ? onlyFit(pattern, paths, budget) : undefined);
}

function onlyFit(pattern: string, candidates: readonly string[], budget: Budget): string | undefined {
  const depth = pattern.split('/').length;
  const fits = new Map<string, string>();
  // A star does not reach over a slash.
  for (const path of candidates) {
    budget.step();
    if (path.split('/').length !== depth) continue;
    const steps = pattern.split('/');
    if (path.split('/').every((part, index) => matchGlob(part, steps[index] ?? '', budget) === true)) fits.set(path.slice(path.lastIndexOf('/') + 1), path);
  }
  return fits.size === 1 ? [...fits.values()][0] : undefined;
}
