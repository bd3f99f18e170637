import type { Block } from '../formats/block.js';
import { guidebookLimits, type GuidebookSection, type GuidebookTask } from '../guidebook.js';
import { cleanText, cutText } from './clean-text.js';
import { isInstruction, sentencesOf, startsAsOrder } from './imperative.js';

/** Sections whose lists say something rather than ask for something: an item there is a task only when it is an order or has a box to tick. */
const tellingSections = /^(?:[\d.)\s]*)(?:references?|further reading|related|see also|links|resources|contents|table of contents|glossary|definitions?|terms|abbreviations|acronyms|contacts?|contact list|escalation contacts|revision|revisions|change ?log|version|document (?:control|history)|authors?|approvals?|owners?|overview|scope|purpose|intro(?:duction)?|background|summary|description|audience|about|prerequisites?|requirements|assumptions|indicators?|symptoms|signs|triggers?|examples?|mitre|att&ck|severity|classification|roles|stakeholders|metadata|tools?|data sources?|detections?)\b/i;
const leader = /(?:\.\s?){4,}\s*\d+$|…+\s*\d+$/;

/** The title and tasks of a document. */
export function tasksOf(blocks: readonly Block[], title: string): { sections: GuidebookSection[]; warnings: string[] } {
  const gathering = new Gathering(title);
  for (const block of blocks) {
    const text = cleanText(block.text);
    if (text !== '' && !leader.test(text)) gathering.take({ ...block, text });
  }
  return gathering.end();
}

class Gathering {
  private readonly sections: GuidebookSection[] = [];
  private path: { level: number; text: string }[] = [];
  private current: GuidebookSection | undefined;
  /** The item that deeper ones may belong to. */
  private parent: { level: number; task: GuidebookTask | undefined; parts: number } | undefined;
  /** A task that announces what comes: "Check for:". */
  private lead: GuidebookTask | undefined;
  private count = 0;
  private leftOut = 0;
  private readonly cut: string[] = [];

  constructor(private readonly title: string) {}

  take(block: Block): void {
    if (block.kind === 'heading') this.heading(block);
    else if (block.kind === 'item') this.item(block);
    else {
      this.parent = undefined;
      if (this.completes(block.text)) return;
      this.lead = undefined;
      for (const sentence of sentencesOf(block.text)) if (isTaskSentence(sentence)) this.add(sentence, block.place);
    }
  }

  end(): { sections: GuidebookSection[]; warnings: string[] } {
    const warnings: string[] = [];
    for (const { tasks } of this.sections) {
      for (const task of tasks) {
        if (task.text.length > guidebookLimits.taskCharacters) this.cut.push(task.place);
        task.text = cutText(task.text, guidebookLimits.taskCharacters);
      }
    }
    if (this.leftOut > 0) warnings.push(`Only the first ${guidebookLimits.tasks} tasks are kept; ${this.leftOut} more are left out.`);
    if (this.cut.length > 0) warnings.push(`${this.cut.length === 1 ? 'A task was' : `${this.cut.length} tasks were`} cut to ${guidebookLimits.taskCharacters} characters, the first at ${this.cut[0]}.`);
    return { sections: this.sections, warnings };
  }

  private heading({ level, text }: Block): void {
    this.path = [...this.path.filter((above) => above.level < level), { level, text: cutText(text.replace(/\s*:$/, ''), guidebookLimits.headingCharacters) }];
    this.current = undefined;
    this.parent = undefined;
    this.lead = undefined;
  }

  /** An item below another is a task of its own when it is an order or has a box; else it completes the one above. */
  private item(block: Block): void {
    const above = this.parent;
    this.lead = undefined;
    const own = block.checkbox === true || startsAsOrder(block.text);
    if (above !== undefined && block.level > above.level && !own) {
      if (above.task !== undefined && above.task.text.length < guidebookLimits.taskCharacters) {
        above.task.text += `${above.parts === 0 ? (/[:：]$/u.test(above.task.text) ? ' ' : ': ') : '; '}${block.text.replace(/[.;]$/, '')}`;
        above.parts += 1;
      }
      return;
    }
    const wanted = own || isInstruction(block.text) || (!this.telling() && /\p{L}/u.test(block.text) && block.text.split(' ').length > 1);
    const task = wanted ? this.add(block.text, block.place) : undefined;
    if (above === undefined || block.level <= above.level) this.parent = { level: block.level, task, parts: 0 };
  }

  /** Short lines after an announcement, without a mark of their own: a PDF may draw its bullets as shapes. */
  private completes(text: string): boolean {
    if (this.lead === undefined || isInstruction(text) || text.split(' ').length > 15) return false;
    if (this.lead.text.length < guidebookLimits.taskCharacters) this.lead.text += `${this.lead.text.endsWith(':') ? ' ' : '; '}${text.replace(/[.;]$/, '')}`;
    return true;
  }

  private telling(): boolean {
    return tellingSections.test(this.path.at(-1)?.text ?? '');
  }

  private add(text: string, place: string): GuidebookTask | undefined {
    if (this.count >= guidebookLimits.tasks) {
      this.leftOut += 1;
      return undefined;
    }
    const task = { text, place };
    this.current ??= this.open();
    this.current.tasks.push(task);
    this.count += 1;
    this.lead = text.endsWith(':') ? task : undefined;
    return task;
  }

  private open(): GuidebookSection {
    const named = this.path.map(({ text }) => text).filter((text, at) => text !== this.title || (at === 0 && this.path.length === 1));
    const heading = cutText(named.join(' › ') || this.title, guidebookLimits.headingCharacters);
    const section = { heading, tasks: [] };
    this.sections.push(section);
    return section;
  }
}

/** A sentence of running text must be an order; a duty counts only when it is one of people, not "the log should contain". */
function isTaskSentence(sentence: string): boolean {
  return sentence.split(' ').length > 1 && sentence.length >= 8 && !sentence.endsWith('?') && isInstruction(sentence);
}
