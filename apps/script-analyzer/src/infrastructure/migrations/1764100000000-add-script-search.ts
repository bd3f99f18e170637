import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantSetting } from '@attest/persistence';

/** The text a script is found by. Those of before are found by their beginning and name until they are analysed again. */
export class AddScriptSearch1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE script_analyzer.script ADD COLUMN search text NOT NULL DEFAULT ''");
    await runner.query('SELECT set_config($1, $2, true)', [tenantSetting, '*']);
    await runner.query("UPDATE script_analyzer.script SET search = lower(coalesce(file_name, '') || E'\\n' || excerpt)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE script_analyzer.script DROP COLUMN search');
  }
}
