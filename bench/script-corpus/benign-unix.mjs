/** Ordinary scripts in Bash, Python and JavaScript; the shape of the templates is told in benign-windows.mjs. */

export const benignBash = [
  ({ unixFolder, days }) => `#!/bin/bash\nset -euo pipefail\nbackup_dir="\${BACKUP_DIR:-${unixFolder}}"\nstamp=$(date +%Y%m%d)\ntar -czf "$backup_dir/home-$stamp.tgz" /home\nfind "$backup_dir" -name 'home-*.tgz' -mtime +${days} -delete\n`,
  ({ service }) => `#!/bin/sh\n### BEGIN INIT INFO\n# Provides: ${service}\n### END INIT INFO\ncase "$1" in\n  start) start-stop-daemon --start --quiet --exec /usr/sbin/${service} ;;\n  stop) start-stop-daemon --stop --quiet --exec /usr/sbin/${service} ;;\n  *) echo "Usage: $0 {start|stop}" >&2; exit 3 ;;\nesac\n`,
  ({ name }) => `#!/usr/bin/env bash\ncd "$(dirname "\${BASH_SOURCE[0]}")" || exit 1\nif [[ ! -d build ]]; then mkdir build; fi\ncmake -S . -B build -DCMAKE_BUILD_TYPE=Release -DPROJECT=${name}\ncmake --build build -j"$(nproc)"\n`,
  ({ url, unixFolder }) => `#!/bin/bash\nset -e\nversion=$(curl -fsSL "${url}" | grep -oE '[0-9]+\\.[0-9]+' | head -n1)\necho "Latest is $version"\ninstall -d "${unixFolder}"\nprintf '%s\\n' "$version" > "${unixFolder}/version"\n`,
  ({ host }) => `#!/bin/bash\nfor host in ${host} db01 db02; do\n  if ping -c1 -W1 "$host" >/dev/null 2>&1; then\n    echo "$host up"\n  else\n    echo "$host down" | logger -t monitor\n  fi\ndone\n`,
  ({ name }) => `_${name}_complete() {\n  local cur="\${COMP_WORDS[COMP_CWORD]}"\n  COMPREPLY=( $(compgen -W "start stop status --help --version" -- "$cur") )\n}\ncomplete -F _${name}_complete ${name}\n`,
  ({ unixFolder }) => `#!/bin/bash\nwhile getopts ":o:vh" opt; do\n  case $opt in\n    o) out=$OPTARG ;;\n    v) verbose=1 ;;\n    h) sed -n '2,4p' "$0"; exit 0 ;;\n    \\?) echo "bad option -$OPTARG" >&2; exit 2 ;;\n  esac\ndone\nshift $((OPTIND - 1))\n[ -n "\${verbose:-}" ] && echo "writing to \${out:-${unixFolder}}"\n`,
  ({ name }) => `#!/bin/sh\nset -e\nif [ "$1" = configure ]; then\n  adduser --system --group --home /var/lib/${name} ${name} >/dev/null || true\n  chown -R ${name}: /var/lib/${name}\n  systemctl daemon-reload || true\nfi\n`,
  ({ log }) => `awk '{ count[$1]++ } END { for (ip in count) print count[ip], ip }' ${log.replaceAll('\\', '/').replace('C:', '/var/log')} | sort -rn | head -20\n`,
  ({ name }) => `#!/bin/bash\necho "$${name.toUpperCase()}_KEY" | base64 -d > /tmp/key.json\ntrap 'rm -f /tmp/key.json' EXIT\ngcloud auth activate-service-account --key-file /tmp/key.json\ndocker build -t registry.example.com/${name}:"$CI_COMMIT_SHA" .\ndocker push registry.example.com/${name}:"$CI_COMMIT_SHA"\n`,
  () => `# ~/.bashrc\ncase $- in *i*) ;; *) return ;; esac\nHISTCONTROL=ignoreboth\nshopt -s histappend checkwinsize\nalias ll='ls -alF'\n[ -x /usr/bin/dircolors ] && eval "$(dircolors -b)"\nPS1='\\u@\\h:\\w\\$ '\n`,
  ({ name, days }) => `#!/bin/bash\ndeclare -A sizes=([small]=1 [large]=${days})\nfor key in "\${!sizes[@]}"; do\n  printf '%-10s %d\\n' "$key" "\${sizes[$key]}"\ndone\ncat <<EOF > ${name}.conf\nsize = \${sizes[large]}\nEOF\n`,
  ({ name }) => `#!/bin/bash\nset -e\neval "$(ssh-agent -s)"\nssh-add <(echo "$DEPLOY_KEY")\nrsync -az --delete dist/ deploy@${name}.example.com:/srv/www/\n`,
];

export const benignPython = [
  ({ unixFolder }) => `#!/usr/bin/env python3\nimport argparse\nfrom pathlib import Path\n\nparser = argparse.ArgumentParser()\nparser.add_argument('folder', type=Path, default=Path('${unixFolder}'))\nargs = parser.parse_args()\nfor path in sorted(args.folder.rglob('*.txt')):\n    print(path, path.stat().st_size)\n`,
  ({ url }) => `import json\nimport urllib.request\n\nwith urllib.request.urlopen('${url}') as answer:\n    data = json.load(answer)\nfor row in data['items']:\n    print(row['name'])\n`,
  ({ name }) => `class ${name[0].toUpperCase()}${name.slice(1)}:\n    def __init__(self, size):\n        self.size = size\n\n    def __repr__(self):\n        return f'{type(self).__name__}({self.size!r})'\n`,
  ({ name }) => `import unittest\n\nclass Test(unittest.TestCase):\n    def test_${name}(self):\n        self.assertEqual(sum([1, 2, 3]), 6)\n\nif __name__ == '__main__':\n    unittest.main()\n`,
  ({ days }) => `import csv\nimport datetime\n\nlimit = datetime.date.today() - datetime.timedelta(days=${days})\nwith open('events.csv', newline='') as source:\n    rows = [row for row in csv.DictReader(source) if row['day'] >= str(limit)]\nprint(len(rows))\n`,
  ({ name }) => `from setuptools import setup, find_packages\n\nsetup(name='${name}', version='1.2.0', packages=find_packages(), install_requires=['requests>=2'])\n`,
  () => `import base64\nimport sys\n\nfor line in sys.stdin:\n    print(base64.b64encode(line.rstrip().encode()).decode())\n`,
  ({ name }) => `import subprocess\n\nresult = subprocess.run(['git', 'describe', '--tags'], capture_output=True, text=True, check=True)\nprint('${name}', result.stdout.strip())\n`,
  () => `def fibonacci(count):\n    first, second = 0, 1\n    for _ in range(count):\n        yield first\n        first, second = second, first + second\n\nprint(list(fibonacci(20)))\n`,
  ({ host }) => `import logging\nimport socket\n\nlogging.basicConfig(level=logging.INFO)\ntry:\n    with socket.create_connection(('${host}', 443), timeout=3):\n        logging.info('open')\nexcept OSError as error:\n    logging.error('closed: %s', error)\n`,
  ({ name }) => `from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n@app.get('/${name}')\ndef status():\n    return jsonify(ok=True)\n`,
  ({ unixFolder }) => `import gzip\nimport hashlib\n\ndigest = hashlib.sha256()\nwith gzip.open('${unixFolder}/data.gz', 'rb') as source:\n    for block in iter(lambda: source.read(65536), b''):\n        digest.update(block)\nprint(digest.hexdigest())\n`,
];

export const benignJavascript = [
  ({ name }) => `'use strict';\nconst path = require('path');\nmodule.exports = {\n  entry: './src/${name}.js',\n  output: { path: path.resolve(__dirname, 'dist'), filename: '[name].[contenthash].js' },\n};\n`,
  ({ url }) => `export async function load(page = 1) {\n  const answer = await fetch(\`${url}?page=\${page}\`);\n  if (!answer.ok) throw new Error(\`Status \${answer.status}\`);\n  return answer.json();\n}\n`,
  ({ name }) => `document.addEventListener('DOMContentLoaded', function () {\n  var button = document.getElementById('${name}');\n  button.addEventListener('click', function () { button.classList.toggle('open'); });\n});\n`,
  ({ name }) => `import { test } from 'node:test';\nimport assert from 'node:assert/strict';\n\ntest('${name}', () => {\n  assert.deepEqual([3, 1, 2].sort(), [1, 2, 3]);\n});\n`,
  () => `#!/usr/bin/env node\nimport { readFile } from 'node:fs/promises';\nconst text = await readFile(process.argv[2], 'utf8');\nconsole.log(text.split(/\\s+/).length);\n`,
  ({ name }) => `!function(e,t){"object"==typeof exports?module.exports=t():e.${name}=t()}(this,function(){"use strict";function e(e){return e&&e.length?e[0]:void 0}return{first:e,version:"1.0.2"}});\n`,
  ({ folder }) => `var fso = new ActiveXObject('Scripting.FileSystemObject');\nvar files = new Enumerator(fso.GetFolder('${folder.replaceAll('\\', '\\\\')}').Files);\nfor (; !files.atEnd(); files.moveNext()) { WScript.Echo(files.item().Name); }\n`,
  () => `const debounce = (call, wait) => {\n  let timer;\n  return (...args) => {\n    clearTimeout(timer);\n    timer = setTimeout(() => call(...args), wait);\n  };\n};\nexport default debounce;\n`,
  () => `const encode = (bytes) => btoa(String.fromCharCode(...bytes));\nconst decode = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));\nexport { encode, decode };\n`,
  ({ days }) => `const { createServer } = require('http');\nlet hits = 0;\ncreateServer((request, response) => {\n  hits += 1;\n  response.setHeader('Cache-Control', 'max-age=${days}');\n  response.end(String(hits));\n}).listen(8080);\n`,
  ({ name }) => `class ${name[0].toUpperCase()}${name.slice(1)} extends HTMLElement {\n  static get observedAttributes() { return ['value']; }\n  attributeChangedCallback(name, before, after) { this.textContent = after; }\n}\ncustomElements.define('x-${name}', ${name[0].toUpperCase()}${name.slice(1)});\n`,
  () => `const { execFileSync } = require('child_process');\nconst version = execFileSync('git', ['rev-parse', '--short', 'HEAD']).toString().trim();\nrequire('fs').writeFileSync('version.json', JSON.stringify({ version }));\n`,
];
