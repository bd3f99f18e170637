import { holdsRole, type Identity } from '@attest/identity';
import { storableJson } from '@attest/identity/audit';
import { parseReportTemplate, ReportError, type ReportTemplate } from '@attest/report-engine';
import { languageOf } from '../domain/language.js';
import { ReporterError, ReporterErrorCode } from '../domain/reporter.error.js';
import type { TemplateStore, TenantTemplate } from './template-store.js';

/** A template as people see it: every part is there. */
export interface ShownTemplate {
  title: string;
  organisation: string;
  logo: string;
  tlp: string;
  language: string;
  extraSections: { title: string; paragraphs: string[] }[];
}

/** A change of a template: what is left out stays, an empty text takes it away. */
export type TemplateChange = { [Part in keyof ShownTemplate]?: ShownTemplate[Part] | null };

/** Marking without another: what the engine gives a report then. */
const usualMarking = 'TLP:AMBER';

/** Characters of all extra sections of a template. */
const longestSections = 200_000;

/** How reports of a tenant look; the engine decides what a template may hold. */
export class ManageTemplateUseCase {
  constructor(private readonly store: TemplateStore) {}

  async template(tenant: string): Promise<ShownTemplate> {
    return shown(await this.store.template(tenant));
  }

  /**
   * Changes how reports look from now on; those there are stay as they are.
   * @throws ReporterError RoleMissing, TemplateInvalid, BadInput
   */
  async update(identity: Identity, change: TemplateChange): Promise<ShownTemplate> {
    if (!holdsRole(identity, 'admin')) throw new ReporterError(ReporterErrorCode.RoleMissing, 'This needs the role admin.');
    const before = shown(await this.store.template(identity.tenant));
    const { language, tlp, extraSections, ...texts } = { ...before, ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== null && value !== undefined)) } as ShownTemplate;
    const sections = extraSections.map(({ title, paragraphs }) => ({ title, paragraphs: [...paragraphs] }));
    if (JSON.stringify(sections).length > longestSections) throw new ReporterError(ReporterErrorCode.TemplateInvalid, 'The extra sections together may have 200,000 characters.');
    const given = storableJson({ ...texts, tlp: tlp.trim() === '' ? usualMarking : `TLP:${tlp.trim().toUpperCase().replace(/^TLP:/, '')}`, extraSections: sections });
    const next = { language: languageOf(language), template: checked(given) };
    await this.store.keep(identity.tenant, next, identity.subject);
    return shown(next);
  }
}

function checked(template: object): ReportTemplate {
  try {
    return parseReportTemplate(JSON.stringify(template));
  } catch (error) {
    if (error instanceof ReportError) throw new ReporterError(ReporterErrorCode.TemplateInvalid, error.message);
    throw error;
  }
}

function shown({ language, template }: TenantTemplate): ShownTemplate {
  const { title = '', organisation = '', logo = '', tlp = usualMarking, extraSections = [] } = template;
  return { title, organisation, logo, tlp, language, extraSections: extraSections.map((section) => ({ title: section.title, paragraphs: [...section.paragraphs] })) };
}
