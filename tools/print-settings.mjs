import { settings } from '@attest/config';

/** Prints the settings table of the README from the one class that reads the environment. */
process.stdout.write('| variable | meaning | when unset |\n|---|---|---|\n');
for (const { variable, description, fallback } of Object.values(settings)) process.stdout.write(`| \`${variable}\` | ${description} | ${fallback} |\n`);
