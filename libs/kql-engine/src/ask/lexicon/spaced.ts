/** A camel-case name in words: "LogonFailed" is "Logon Failed". */
export function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2').replace(/[_./-]+/g, ' ');
}
