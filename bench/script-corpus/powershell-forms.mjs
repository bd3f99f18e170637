/** The ways PowerShell obfuscators run a string: each takes an operand (already in parentheses where needed) and gives a statement. */

const plain = (rng) => rng.pick([
  (code) => `IEX ${code}`, (code) => `Invoke-Expression ${code}`, (code) => `iex ${code}`, (code) => `${code} | IEX`,
  (code) => `${code}|Invoke-Expression`, (code) => `Invoke-Expression -Command ${code}`, (code) => `& 'iex' ${code}`, (code) => `. ( 'IEX' ) ${code}`,
]);

const call = (rng) => rng.pick(['&', '.', '& ', '. ']);
const join = (rng) => rng.pick(["-join''", "-Join ''", "-JOIN''"]);

/** Statements that only start a string as code, by class name; the class shows in how `Invoke-Expression` is spelt. */
export const forms = {
  'env-comspec-picks': (code, rng) => `${call(rng)}($env:${rng.pick(['ComSpec', 'comspec', 'COMSPEC'])}[4,${rng.pick([15, 24, 26])},25]${join(rng)})${code}`,
  'shellid-picks': (code, rng) => `${call(rng)}($ShellId[1]+$${rng.pick(['ShellId', 'SHELLID'])}[13]+${rng.pick(["'x'", '"x"', "'X'"])})${code}`,
  'pshome-picks': (code, rng) => `${call(rng)}($${rng.pick(['PSHOME', 'PsHome', 'pshome'])}[${rng.pick(['4]+$PSHOME[30', '4]+$PSHome[34', '21]+$PSHOME[30', '21]+$psHome[34'])}]+'x')${code}`,
  'preference-picks': (code, rng) => `${call(rng)}(${rng.pick(['$VerbosePreference.ToString()[1,3]', '([string]$VerbosePreference)[1,3]', "([string]''+$VerbosePreference)[1,3]"])}+'x'${join(rng)})${code}`,
  'variable-name-picks': (code, rng) => `${call(rng)}((${rng.pick(['Get-Variable', 'gv', 'Variable'])} '${rng.pick(['*mdr*', '*umDr*', 'MaximumDr*'])}').Name[3,11,2]${join(rng)})${code}`,
  'env-public-picks': (code, rng) => `${call(rng)}($env:${rng.pick(['PUBLIC', 'Public'])}[13]+$env:Public[5]+'x')${code}`,
  'command-wildcard': (code, rng) => `${call(rng)}(${rng.pick(['Get-Command', 'gcm'])} ${rng.pick(['*e-Ex*ess*', 'I*ke-Exp*', "'Invoke-Ex*n'", '*ke-Expr*'])})${code}`,
  'alias-wildcard': (code, rng) => `${call(rng)}(${rng.pick(['Get-Alias', 'gal', 'Alias'])} ${rng.pick(['i?x', 'ie*', 'I?X', "'?ex'"])})${code}`,
  'command-string': (code, rng) => `${call(rng)}(${rng.pick(["'I'+'EX'", "'i'+'e'+'x'", '"{1}{0}"-f\'EX\',\'I\'', "'xei'[-1..-3]-join''", "('yex').Replace('y','I')", "'Invoke'+'-Ex'+'pression'"])})${code}`,
  'scriptblock-create': (code, rng) => rng.pick([`& ([ScriptBlock]::Create(${code}))`, `. ([scriptblock]::Create(${code}))`, `[ScriptBlock]::Create(${code}).Invoke()`, `Invoke-Command -ScriptBlock ([ScriptBlock]::Create(${code}))`, `icm ([scriptblock]::Create(${code}))`]),
  'invocation-api': (code, rng) => rng.pick([`$ExecutionContext.InvokeCommand.InvokeScript(${code})`, `[PowerShell]::Create().AddScript(${code}).Invoke()`, `& $ExecutionContext.InvokeCommand.NewScriptBlock(${code})`]),
  'set-alias': (code, rng) => {
    const name = rng.name();
    return `${rng.pick(['Set-Alias', 'sal', 'New-Alias'])} ${name} ${rng.pick(['Invoke-Expression', 'iex'])}; ${name} ${code}`;
  },
};

/** A plain `Invoke-Expression` in one of its spellings. */
export const invokePlainly = (code, rng) => plain(rng)(code);
