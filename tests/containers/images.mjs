import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readlinkSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/**
 * Images made from files of this machine, for machines that can pull none: PostgreSQL from Debian's packages, and a
 * stand-in for node:24-slim from the Node that npm installed. Both are for tests and never leave the machine.
 */

const shell = ['/bin/sh', '/bin/bash', '/usr/bin/awk', '/usr/bin/env', '/bin/grep', '/bin/cat', '/bin/chmod', '/bin/chown', '/bin/cp', '/bin/echo', '/bin/ln', '/bin/ls', '/bin/mkdir', '/bin/rm', '/bin/sed', '/bin/sleep', '/bin/true', '/usr/bin/id', '/usr/bin/test'];
const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
const root = resolve(import.meta.dirname, '../..');

/** An image with the PostgreSQL of Debian that behaves like the official one: same variables, same log lines, user `postgres`. */
export function postgresImage(tag = 'attest-test/postgres:15') {
  const version = postgresVersion();
  if (version === undefined) throw new Error('No PostgreSQL server is installed. On Debian: apt-get install postgresql');
  const home = `/usr/lib/postgresql/${version}`;
  return imported(tag, (stage) => {
    addPrograms(stage, [...shell, ...['postgres', 'initdb', 'pg_ctl', 'psql', 'pg_isready'].map((name) => `${home}/bin/${name}`)]);
    for (const folder of [`${home}/lib`, `/usr/share/postgresql/${version}`, '/usr/share/zoneinfo', '/usr/lib/locale/C.utf8']) addFolder(stage, folder);
    for (const library of list(`${home}/lib`).filter((name) => name.endsWith('.so'))) addLibraries(stage, `${home}/lib/${library}`);
    addAccounts(stage, 'postgres', 999);
    write(stage, '/usr/local/bin/docker-entrypoint.sh', entrypoint(home), 0o755);
  }, ['ENTRYPOINT ["/usr/local/bin/docker-entrypoint.sh"]', 'CMD ["postgres"]', 'USER postgres', `ENV PATH=${home}/bin:/usr/local/bin:/usr/bin:/bin`, 'ENV PGDATA=/var/lib/postgresql/data', 'EXPOSE 5432']);
}

/** An image with what our Dockerfile needs of node:24-slim: node, npm, a shell and the user `node`. */
export function nodeImage(tag = 'attest-test/node:24') {
  const node = join(root, `node_modules/node-linux-${process.arch}/bin/node`);
  const npm = dirname(dirname(realpathSync(execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim())));
  return imported(tag, (stage) => {
    addPrograms(stage, shell);
    addLibraries(stage, node);
    copy(stage, node, '/usr/local/bin/node');
    cpSync(npm, join(stage, 'usr/local/lib/node_modules/npm'), { recursive: true, dereference: true });
    symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(stage, 'usr/local/bin/npm'));
    for (const file of ['/etc/ssl/certs/ca-certificates.crt', '/etc/nsswitch.conf', ...npmSettings()]) if (existsSync(file)) copy(stage, file);
    for (const library of ['libnss_dns.so.2', 'libnss_files.so.2', 'libresolv.so.2', 'libgcc_s.so.1', 'libstdc++.so.6', 'libm.so.6', 'libdl.so.2', 'libpthread.so.0', 'librt.so.1', 'libutil.so.1']) {
      const path = [`/lib/${triplet}/${library}`, `/usr/lib/${triplet}/${library}`].find((each) => existsSync(each));
      if (path) copy(stage, path, `/lib/${triplet}/${library}`);
    }
    addAccounts(stage, 'node', 1000);
  }, ['CMD ["node"]', 'ENV PATH=/usr/local/bin:/usr/bin:/bin', 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt']);
}

/** How npm is set up on this machine, so that it installs in a container as it does here. */
function npmSettings() {
  const read = (name) => execFileSync('npm', ['config', 'get', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  return [read('userconfig'), read('globalconfig')];
}

function postgresVersion() {
  return existsSync('/usr/lib/postgresql') ? list('/usr/lib/postgresql').map(Number).filter((v) => existsSync(`/usr/lib/postgresql/${v}/bin/postgres`)).sort((a, b) => b - a)[0] : undefined;
}

function list(folder) {
  return execFileSync('ls', ['-1', folder], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

/** Fills a folder with `fill`, and makes it an image called `tag` with the given Dockerfile lines. */
function imported(tag, fill, changes) {
  const stage = mkdtempSync(join(tmpdir(), 'attest-image-'));
  try {
    for (const folder of ['bin', 'etc', 'lib', 'lib64', 'usr/bin', 'usr/lib', 'usr/local/bin', 'var/lib', 'root']) mkdirSync(join(stage, folder), { recursive: true });
    mkdirSync(join(stage, 'tmp'), { mode: 0o1777 });
    fill(stage);
    execFileSync('sh', ['-c', `chmod 1777 "$0/tmp" && tar -C "$0" -c . | docker import ${changes.map((change) => `--change '${change}'`).join(' ')} - "$1"`, stage, tag], { stdio: ['ignore', 'ignore', 'inherit'] });
    return tag;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function copy(stage, from, to = from) {
  mkdirSync(dirname(join(stage, to)), { recursive: true });
  cpSync(realpathSync(from), join(stage, to), { dereference: true });
}

function addPrograms(stage, programs) {
  for (const program of programs.filter((path) => existsSync(path))) {
    copy(stage, program);
    addLibraries(stage, program);
  }
}

function addLibraries(stage, program) {
  const needed = execFileSync('ldd', [program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  for (const [, path] of needed.matchAll(/(?:=>\s*|^\s*)(\/\S+)\s+\(/gm)) if (!existsSync(join(stage, path))) copy(stage, path);
}

function addFolder(stage, folder) {
  if (!existsSync(folder)) return;
  const target = join(stage, folder);
  mkdirSync(dirname(target), { recursive: true });
  if (lstatSync(folder).isSymbolicLink()) symlinkSync(readlinkSync(folder), target);
  else cpSync(folder, target, { recursive: true, verbatimSymlinks: true });
}

function addAccounts(stage, name, id) {
  write(stage, '/etc/passwd', `root:x:0:0:root:/root:/bin/sh\n${name}:x:${id}:${id}::/var/lib/${name}:/bin/sh\n`);
  write(stage, '/etc/group', `root:x:0:\n${name}:x:${id}:\n`);
  for (const folder of name === 'postgres' ? ['/var/lib/postgresql', '/var/run/postgresql', '/run/postgresql'] : [`/var/lib/${name}`]) {
    mkdirSync(join(stage, folder), { recursive: true });
    execFileSync('chown', [`${id}:${id}`, join(stage, folder)]);
  }
}

function write(stage, path, text, mode = 0o644) {
  mkdirSync(dirname(join(stage, path)), { recursive: true });
  writeFileSync(join(stage, path), text, { mode });
}

/** The first start of the official image in short: a database, a superuser with its password, then the server. */
function entrypoint(home) {
  return `#!/bin/sh
set -e
export LANG=C.UTF-8
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  user="\${POSTGRES_USER:-postgres}"
  echo "\${POSTGRES_PASSWORD:?}" > /tmp/password
  ${home}/bin/initdb -D "$PGDATA" -U "$user" --pwfile=/tmp/password --auth-host=scram-sha-256 --auth-local=trust -E UTF8
  rm /tmp/password
  echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
  ${home}/bin/pg_ctl -D "$PGDATA" -o "-c listen_addresses='' -k /tmp" -w start
  if [ "\${POSTGRES_DB:-$user}" != postgres ]; then ${home}/bin/psql -h /tmp -U "$user" -d postgres -c "CREATE DATABASE \\"\${POSTGRES_DB:-$user}\\""; fi
  ${home}/bin/pg_ctl -D "$PGDATA" -m fast -w stop
  echo "PostgreSQL init process complete; ready for start up."
fi
exec ${home}/bin/postgres -D "$PGDATA" -c "listen_addresses=*" -k /tmp
`;
}

