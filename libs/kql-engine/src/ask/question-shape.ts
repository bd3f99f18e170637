import { timeColumnOf, type AskSchema } from './ask-schema.js';
import type { TableReading } from './conditions.js';
import { distinctColumns, entitiesIn, entityAt, type Entity } from './entities.js';
import type { HuntIntent, HuntPlan, PlanComparison, PlanKey, PlanMeasure } from './hunt-plan.js';
import type { Reading, Threshold } from './reading.js';
import type { Word } from './words.js';

/** What is made of the rows: counted, grouped, sorted, cut, shown. */
export type Shape = Pick<HuntPlan, 'pick' | 'summarize' | 'distinct' | 'project' | 'count' | 'sort' | 'top' | 'take' | 'render'> & { intent: HuntIntent };

const groupWords = /^(?:by|per|each|every|grouped|across)$/;
const sortWords = /\b(?:sort(?:ed)?|order(?:ed)?|rank(?:ed)?|arranged?)\b/;
const countWords = /\b(?:how many|number of|count(?: of| the|s)?|total (?:number|count)|how often|amount of|frequency|tally|counts?)\b/;
const eventNouns = /^(?:event|record|row|log|entry|time|occurr|logon|signin|attempt|email|message|alert|connect|file|process|click|quer|request|delet|execut|detect|download|upload|hit|fail|creat|modif|activit|load|vulnerabilit|instanc|incident|result|chang|operat|lookup)/;
const actsBy = /\b(?:sent|created|initiated|made|performed|launched|spawned|used|done|executed|triggered|caused|owned|clicked|accessed|raised|detected|issued|signed|loaded|started|changed|deleted|modified|run)$/;
/** "Processes by number of connections": each with how many. */
const byNumber = /\bby (?:the |their |its )?(?:total )?(?:number|count|amount|frequency|volume)\b(?: of\b)?/;
const rareWords = /\b(?:rare(?:st|ly)?|least (?:common|frequent|used|seen|prevalent)|uncommon|infrequent|unusual|seldom|only once|low (?:count|prevalence)|anomalous)\b/;
const mostWords = /\b(?:most|highest number|largest number|biggest number|highest count|top)\b/;
const listVerbs = /^(?:list|which|what|who|whose|find|show|get|identify|give|return|display|enumerate)$/i;

class Shaper {
  readonly text: string;
  readonly entities: Entity[];
  readonly time: string | undefined;

  constructor(private readonly reading: Reading, private readonly table: TableReading, schema: AskSchema) {
    this.text = reading.words.map(({ text, stem }) => (stem.startsWith('#') ? '§' : text.toLowerCase())).join(' ');
    this.entities = entitiesIn(reading.words, table);
    this.time = timeColumnOf(schema, table.table);
  }

  get words(): readonly Word[] {
    return this.reading.words;
  }

  /** Text of the words before a place. */
  private left(at: number, count = 3): string {
    return this.words.slice(Math.max(0, at - count), at).map(({ text, stem }) => (stem.startsWith('#') ? '§' : text.toLowerCase())).join(' ');
  }

  /** "by device and user", "per country", "for each sender". */
  groups(): PlanKey[] {
    const keys: PlanKey[] = [];
    this.words.forEach((word, index) => {
      if (!groupWords.test(word.text.toLowerCase()) || (/^(?:each|every)$/i.test(word.text) && listVerbs.test(this.words[index - 1]?.text ?? ''))) return;
      const left = this.left(index, 3);
      if (sortWords.test(left)) return;
      if (/^by$/i.test(word.text) && !this.groupingBy(index)) return;
      let at = index + 1;
      for (;;) {
        const entity = entityAt(this.words, at, this.table);
        if (entity === undefined || this.table.used.has(entity.from)) break;
        if (!keys.some((key) => key.column === entity.column)) keys.push({ column: entity.column });
        at = entity.to;
        if (/^(?:,|and|&)$/i.test(this.words[at]?.text ?? '')) at += 1;
        else break;
        if (/^and$/i.test(this.words[at]?.text ?? '')) at += 1;
      }
    });
    return keys;
  }

  /** "by" groups only where something is counted or summarised; elsewhere it says who did it. */
  private groupingBy(index: number): boolean {
    const left = this.left(index, 12);
    const next = entityAt(this.words, index + 1, this.table);
    if (next === undefined) return false;
    const limit = this.openThreshold();
    if (limit !== undefined && index < limit.from && /^(?:times?|events?)$/i.test(this.words[limit.to]?.text ?? '') && !actsBy.test(this.left(index, 1))) return true;
    if (/\b(?:group(?:ed|ing)?|broken down|break ?down|split|summari[sz]ed?|aggregat\w+|distribut\w+|count(?:ed)?|segmented|categori[sz]ed)$/.test(this.left(index, 2)) || /\b(?:summar|count|number|total|how many|average|breakdown|distribution|statistics|trend|chart|graph|top|amount|aggregate|group)\w*\b/.test(left)) {
      return !/\b(?:sent|created|initiated|made|performed|launched|spawned|used|done|executed|triggered|caused|owned|clicked|accessed|raised|detected|issued|signed|deleted|modified|loaded|started)$/.test(this.left(index, 1)) || this.table.mentions.every(({ from }) => from !== next.from);
    }
    const noun = this.words[next.from]?.stem ?? '';
    const bare = this.words[next.to] === undefined || /^(?:[?.,;]|and|in|over|for|from|during|on|with|where|sorted|since|this|today)$/i.test(this.words[next.to]?.text ?? '') || this.words[next.to]?.stem.startsWith('#time') === true;
    return bare && !this.table.used.has(next.from) && !/^(?:process|program|application|executabl|fil|file)$/.test(noun) && !/\b(?:sent|created|initiated|made|performed|launched|spawned|used|done|executed|triggered|caused|owned|clicked|accessed|raised|detected|issued|signed|loaded|started|changed|deleted|modified|uploaded|downloaded|added|sort|sorted|order|ordered)$/.test(this.left(index, 1));
  }

  /** Thresholds that no column took. */
  openThreshold(): Threshold | undefined {
    return this.reading.thresholds.find(({ from, to }) => ![...Array(to - from).keys()].some((offset) => this.table.used.has(from + offset)));
  }

  /** The thing the question is after: the first one named that no filter used. */
  subject(): Entity | undefined {
    return this.entities.find(({ from, to }) => !this.table.used.has(from) && !groupWords.test(this.left(from, 1)) && !(this.openThreshold() !== undefined && from >= (this.openThreshold()?.to ?? 0)) && !this.isModifier(from, to));
  }

  /** In "device events" and "file hash" the first word only says what kind. */
  isModifier(from: number, to: number): boolean {
    const next = this.words[to]?.text.toLowerCase() ?? '';
    if (/^browsers?$/.test(this.words[from]?.text.toLowerCase() ?? '') && /^ext|^add/.test(next)) return true;
    return /^(?:events?|logs?|records?|info|information|activity|activities|inventory|details?|data|logons?|process(?:es)?|network|registry|files?|connections?|images?|id|ids|name|names|hash|integrity|level|signins?|accounts?|attempts?|creation|execution|executions|creations|configurations?|configuration|compliance|hardware|group|groups|certificates?|type|types|vulnerabilities)$/.test(next) && !/^(?:with|that|who|which)$/.test(next) && from >= 0;
  }

  measure(entity: Entity | undefined): PlanMeasure {
    return entity === undefined ? { name: 'Count', function: 'count' } : { name: `${entity.counted}Count`, function: 'dcount', column: entity.counted };
  }

  /** What is counted: different things, or rows. */
  counted(): { measure: PlanMeasure; rows: boolean } {
    const match = countWords.exec(this.text);
    const at = match === null ? -1 : this.text.slice(0, match.index + match[0].length).split(' ').length;
    const distinct = /\b(?:unique|distinct|different)\b/.test(this.text);
    const entity = at < 0 ? undefined : entityAt(this.words, /^(?:of|the)$/.test(this.words[at]?.text ?? '') ? at + 1 : at, this.table);
    if (entity === undefined) {
      // "Number of logons per hour for device x" counts logons.
      const noun = this.words.slice(Math.max(0, at), at + 3).find(({ text, stem }) => !stem.startsWith('#') && !/^(?:of|the|all|total|failed|successful|blocked|unique|distinct|different)$/i.test(text));
      if (at >= 0 && !distinct && noun !== undefined && eventNouns.test(noun.stem)) return { measure: this.measure(undefined), rows: true };
      const after = distinct ? this.entities.find(({ from }) => /\b(?:unique|distinct|different)$/.test(this.left(from, 1))) : undefined;
      const lead = after ?? (at >= 0 ? this.entities.find(({ from, to }) => from >= at && from - at <= 3 && !this.isModifier(from, to) && !groupWords.test(this.left(from, 1))) : undefined);
      if (lead === undefined || (eventNouns.test(this.words[lead.to - 1]?.stem ?? '') && !distinct)) return { measure: this.measure(undefined), rows: true };
      return { measure: this.measure(lead), rows: false };
    }
    const noun = this.words[entity.to - 1]?.stem ?? '';
    if (this.isModifier(entity.from, entity.to) || (eventNouns.test(noun) && !distinct)) return { measure: this.measure(undefined), rows: true };
    return { measure: this.measure(entity), rows: false };
  }

  /** "Get timestamp, device and report id of ..." */
  projection(): string[] | undefined {
    const lead = this.words.findIndex(({ text }) => /^(?:get|show|list|return|display|give|provide|retrieve|project|select|output|include|including|report|extract|print|with|fetch|see|view)$/i.test(text));
    if (lead < 0) return undefined;
    for (let start = lead + 1; start < this.words.length; start += 1) {
      if (!this.showsFrom(start)) continue;
      const columns: string[] = [];
      let at = start;
      for (;;) {
        const from = at;
        while (/^(?:the|its|their|only|just|me|us|all|of|,|and|columns?|fields?|corresponding|associated|event)$/i.test(this.words[at]?.text ?? '')) at += 1;
        if (columns.length > 0 && !this.words.slice(from, at).some(({ text }) => /^(?:,|and)$/i.test(text))) break;
        const mention = this.table.mentions.find(({ from }) => from === at);
        if (mention === undefined || this.table.used.has(mention.from)) break;
        const column = mention.column === 'DeviceName' && mention.to - mention.from === 1 && /^and$/i.test(this.words[mention.to]?.text ?? '') && /^ids?$/i.test(this.words[mention.to + 2]?.text ?? '') && this.table.columns.has('DeviceId') ? 'DeviceId' : mention.column;
        if (!columns.includes(column)) columns.push(column);
        at = mention.to;
      }
      if (columns.length >= 2) return columns;
    }
    return undefined;
  }

  /** Whether a word that asks to be shown something stands before a place, with nothing but small words between. */
  private showsFrom(start: number): boolean {
    let at = start - 1;
    while (/^(?:only|the|me|us|just|all|columns?|fields?|their|its)$/i.test(this.words[at]?.text ?? '')) at -= 1;
    return /^(?:get|show|list|return|display|give|provide|retrieve|project|select|output|include|including|report|extract|print|fetch|view|see)$/i.test(this.words[at]?.text ?? '');
  }

  sorting(): { column: string; order: 'asc' | 'desc' } | undefined {
    const match = /\b(?:sort(?:ed)?|order(?:ed)?|rank(?:ed)?)(?: \w+){0,3}? by\b/.exec(this.text);
    const newest = /\b(?:newest|latest|most recent)(?: \w+)? first\b|\breverse chronological\b|\bdescending by time\b|\b(?:most recent|latest|newest)\b(?! (?:version|delivery)\b)/.test(this.text);
    const oldest = /\b(?:oldest|earliest) first\b|\bchronological\w*\b/.test(this.text);
    if (match !== null) {
      const at = this.text.slice(0, match.index + match[0].length).split(' ').length;
      const tail = this.text.slice(match.index, match.index + match[0].length + 60);
      const mention = this.table.mentions.find(({ from }) => from >= at && from - at <= 1);
      const explicit = /\bdesc/.test(tail) ? 'desc' : /\basc/.test(tail) ? 'asc' : undefined;
      const column = mention?.column ?? (/time|date|recent|new|old/.test(tail) ? this.time : undefined);
      if (column !== undefined) return { column, order: explicit ?? (column === this.time ? (newest ? 'desc' : 'asc') : 'desc') };
    }
    if (this.time === undefined) return undefined;
    if (oldest) return { column: this.time, order: 'asc' };
    return newest && this.reading.limit === undefined && !/\b(?:for|per|of|by|from) (?:each|every)\b/.test(this.text) ? { column: this.time, order: 'desc' } : undefined;
  }

  chart(timed: boolean): HuntPlan['render'] {
    if (/\bpie\b/.test(this.text)) return 'piechart';
    if (/\bbar (?:chart|graph)\b/.test(this.text)) return 'barchart';
    if (/\bcolumn chart\b/.test(this.text)) return 'columnchart';
    if (/\b(?:chart|graph|plot|visuali[sz]e|visuali[sz]ation|visuali[sz]es|draw)\b/.test(this.text)) return timed ? 'timechart' : 'columnchart';
    return timed && /\b(?:trend|over time|timeline)\b/.test(this.text) ? 'timechart' : undefined;
  }
}

/** What is to be made of the rows a question keeps. */
export function shapeOf(reading: Reading, table: TableReading, schema: AskSchema): Shape {
  const shaper = new Shaper(reading, table, schema);
  const { text, time } = shaper;
  const limit = reading.limit;
  if (reading.long) return { intent: 'list' };
  const timed = reading.step !== undefined && time !== undefined;
  const keys = shaper.groups();
  const threshold = shaper.openThreshold();
  const subject = shaper.subject();
  const counts = countWords.test(text);

  const pick = pickOf(shaper, text, subject);
  if (pick !== undefined) return pick;
  const numeric = numericMeasure(shaper, table, text);
  if (numeric !== undefined) return { summarize: { measures: [numeric], by: [...keys, ...(timed ? [{ column: time, bin: reading.step ?? '1d' }] : [])] }, intent: 'aggregate' };
  const limited = threshold === undefined ? undefined : overLimit(shaper, table, threshold, keys, subject ?? namedFirst(shaper, table));
  if (timed) {
    const bin = { column: time, bin: reading.step ?? '1d' };
    if (threshold !== undefined) {
      const { measures, having, by } = limited ?? { measures: [{ name: 'Count', function: 'count' as const }], having: [thresholdOn('Count', threshold)], by: [] };
      return { summarize: { measures, by: [...by, bin], having }, intent: 'trend' };
    }
    const render = shaper.chart(true);
    const { measure } = shaper.counted();
    if (limit?.which === 'top') return { summarize: { measures: [measure], by: [...keys, bin] }, top: { rows: limit.rows, column: measure.name, order: 'desc' as const }, intent: 'trend' };
    return { summarize: { measures: [measure], by: [...keys, bin] }, sort: { column: time, order: 'asc' as const }, ...(render === undefined ? {} : { render }), intent: 'trend' };
  }
  const spread = threshold === undefined && !counts ? spreadOf(shaper, table, subject) : undefined;
  if (spread !== undefined) return { summarize: spread, sort: { column: spread.measures[0]?.name ?? 'Count', order: 'desc' }, intent: 'aggregate' };
  if (limited !== undefined) return { summarize: limited, sort: { column: limited.measures[0]?.name ?? 'Count', order: 'desc' }, intent: 'aggregate' };
  const rare = rareWords.test(text);
  const ranked = subject !== undefined && byNumber.test(text) && subject.to <= text.slice(0, byNumber.exec(text)?.index ?? 0).split(' ').length + 1;
  const wantsTop = ranked || limit?.which === 'top' || limit?.which === 'bottom' || (mostWords.test(text) && !/\bmost (?:recent|of)\b|\bat most\b/.test(text));
  if ((rare || wantsTop) && (keys.length > 0 || subject !== undefined)) {
    const by = keys.length > 0 ? keys : [{ column: subject?.column ?? '' }];
    const eventsOnly = !ranked && keys.length === 0 && limit !== undefined && !rare && eventNouns.test(reading.words[(subject?.to ?? 1) - 1]?.stem ?? '') && !mostWords.test(text.replace('top', ''));
    if (!eventsOnly) {
      const order = rare || limit?.which === 'bottom' ? 'asc' : 'desc';
      const plain: PlanMeasure = { name: 'Count', function: 'count' };
      const measure = /\b(?:unique|distinct|different)\b/.test(text) ? shaper.counted().measure : plain;
      const shape = { summarize: { measures: [by.some(({ column }) => column === measure.column) ? plain : measure], by } };
      const name = shape.summarize.measures[0]?.name ?? 'Count';
      const render = shaper.chart(false);
      return { ...shape, ...(limit === undefined ? { sort: { column: name, order } } : { top: { rows: limit.rows, column: name, order } }), ...(render === undefined ? {} : { render }), intent: rare ? 'rare' : 'top' };
    }
  }
  if (keys.length === 0 && counts && subject !== undefined && /\b(?:on|for|in|of|from|per) each\b|\bwith (?:the |a |their )?(?:number|count|total|amount)\b|\band (?:the |their )?(?:number|count)\b|\beach\b/.test(text) && subject.to < text.slice(0, countWords.exec(text)?.index ?? 0).split(' ').length + 1) keys.push({ column: subject.column });
  if (keys.length > 0) {
    const { measure } = shaper.counted();
    const safe = keys.some(({ column }) => column === measure.column) ? { name: 'Count', function: 'count' as const } : measure;
    const render = shaper.chart(false);
    return { summarize: { measures: [safe], by: keys }, ...(limit === undefined ? { sort: { column: safe.name, order: 'desc' as const } } : { top: { rows: limit.rows, column: safe.name, order: 'desc' as const } }), ...(render === undefined ? {} : { render }), intent: 'aggregate' };
  }
  if (counts && (/^(?:how many|(?:get |show |give |find |return |what is |what's )?(?:me )?(?:the |a )?(?:total )?(?:number|count|counts|amount))\b/.test(text) || /^(?:count|calculate|total|how often)\b/.test(text) || /\bhow many\b/.test(text))) {
    const { measure, rows } = shaper.counted();
    return rows || /^how often\b/.test(text) ? { count: true, intent: 'count' } : { summarize: { measures: [measure], by: [] }, intent: 'count' };
  }
  const cut = cutOf(shaper, limit, time);
  const project = shaper.projection();
  const single = subject !== undefined && cut === undefined && project === undefined ? distinctOf(shaper, table, subject, text) : undefined;
  if (single !== undefined) return { distinct: single, intent: 'distinct' };
  return { ...cut, ...(project === undefined ? {} : { project }), intent: 'list' };
}

/** A column said by its name before anything else: "process names seen on fewer than 3 devices". */
function namedFirst({ words }: Shaper, table: TableReading): Entity | undefined {
  const mention = table.mentions.find(({ from, to, column }) => from <= 3 && to - from > 1 && column !== 'Timestamp' && !table.used.has(from));
  return mention === undefined ? undefined : entityAt(words, mention.from, table);
}

/** What a number is a limit of: rows of each, or different things of each. */
function overLimit(shaper: Shaper, table: TableReading, threshold: Threshold, keys: readonly PlanKey[], subject: Entity | undefined): { measures: PlanMeasure[]; by: readonly PlanKey[]; having: PlanComparison[] } | undefined {
  const what = entityAt(shaper.words, threshold.to, table);
  const each = eachAfter(shaper, table, threshold, what);
  const also = each !== undefined && subject !== undefined && subject.to <= threshold.from && ![each.column, what?.column].includes(subject.column) && /^same$/i.test(shaper.words[each.from - 1]?.text ?? '') ? distinctColumns(subject.column, table.columns).map((column) => ({ column })) : [];
  const by = keys.length > 0 ? keys : each !== undefined ? [...also, { column: each.column }] : subject !== undefined && subject.column !== what?.column ? distinctColumns(subject.column, table.columns).map((column) => ({ column })) : [];
  if (by.length === 0) return undefined;
  const noun = shaper.words[(what?.to ?? threshold.to + 1) - 1]?.stem ?? '';
  const different = what !== undefined && !by.some(({ column }) => column === what.column) && (!eventNouns.test(noun) || /\b(?:unique|distinct|different|multiple)\b/.test(shaper.text));
  const measure = shaper.measure(different ? what : undefined);
  return { measures: [measure], by, having: [thresholdOn(measure.name, threshold)] };
}

const several = /^(?:multiple|several|different|various)$/i;
const lots = /^(?:many|numerous|dozens|hundreds|mass|bulk|excessive)$/i;

/** "One address failing against many accounts", "users from multiple countries", "many failures from the same address": no number is said, so one is assumed. */
function spreadOf(shaper: Shaper, table: TableReading, subject: Entity | undefined): { measures: PlanMeasure[]; by: PlanKey[]; having: PlanComparison[] } | undefined {
  const { words } = shaper;
  const at = words.findIndex(({ text }, index) => lots.test(text) || (several.test(text) && !table.used.has(index)));
  if (at < 0) return undefined;
  const one = words.flatMap(({ text }, index) => (/^(?:one|single|same)$/i.test(text) ? [entityAt(words, index + 1, table)] : [])).find((entity) => entity !== undefined && words[entity.to]?.slot === undefined);
  const what = entityAt(words, /^of$/i.test(words[at + 1]?.text ?? '') ? at + 2 : at + 1, table);
  const rows = what === undefined || eventNouns.test(words[what.to - 1]?.stem ?? '') || shaper.isModifier(what.from, what.to);
  const event = words.slice(at + 1, at + 4).some(({ stem }) => eventNouns.test(stem));
  const each = one ?? (!rows && subject !== undefined && subject.from < at ? subject : undefined);
  if (each === undefined || (rows ? !event || one === undefined : what?.column === each.column)) return undefined;
  const measure = shaper.measure(rows ? undefined : what);
  const limit: PlanComparison = { column: measure.name, operator: rows || lots.test(words[at]?.text ?? '') ? '>=' : '>', values: [{ kind: 'number', text: rows || lots.test(words[at]?.text ?? '') ? '10' : '1', origin: 'assumed', span: [words[at]?.start ?? 0, words[at]?.end ?? 0] }] };
  return { measures: [measure], by: distinctColumns(each.column, table.columns).map((column) => ({ column })), having: [limit] };
}

/** Whom the number is said of after it: "more than 100 addresses by a device", "from one IP". */
function eachAfter({ words }: Shaper, table: TableReading, threshold: Threshold, what: Entity | undefined): Entity | undefined {
  for (let at = what?.to ?? threshold.to; at < Math.min(words.length, threshold.to + 8); at += 1) {
    const shared = /^(?:to|with|against|in)$/i.test(words[at]?.text ?? '') && /^the$/i.test(words[at + 1]?.text ?? '') && /^same$/i.test(words[at + 2]?.text ?? '');
    if (!shared && (!/^(?:by|from|on|for|per)$/i.test(words[at]?.text ?? '') || !/^(?:a|an|one|the|single|each|every|any|individual)$/i.test(words[at + 1]?.text ?? ''))) continue;
    const from = at + (/^(?:the|a)$/i.test(words[at + 1]?.text ?? '') && /^(?:same|single|given)$/i.test(words[at + 2]?.text ?? '') ? 3 : 2);
    const entity = entityAt(words, from, table);
    if (entity !== undefined && entity.column !== what?.column && !table.used.has(entity.from) && words[entity.to]?.slot === undefined) return entity;
  }
  return undefined;
}

function thresholdOn(column: string, { operator, text, span }: Threshold): PlanComparison {
  return { column, operator, values: [{ kind: 'number', text, origin: 'question', span }] };
}

const oneEvent = /\bthe (?:very )?(first|earliest|oldest|last|latest|most recent|newest) (?:successful |failed )?(?:logon|login|signin|email|message|alert|event|process|connection|execution|click|query|download|record|activity|sign in) (?:of|by|from|for|on|to|in|with|made|that|where)\b/;

function cutOf(shaper: Shaper, limit: Reading['limit'], time: string | undefined): Pick<Shape, 'sort' | 'top' | 'take'> | undefined {
  const single = limit === undefined && time !== undefined ? oneEvent.exec(shaper.text) : null;
  if (single !== null && time !== undefined) return { top: { rows: 1, column: time, order: /first|earliest|oldest/.test(single[1] ?? '') ? 'asc' : 'desc' } };
  const sort = shaper.sorting();
  if (limit === undefined) return sort === undefined ? undefined : { sort };
  if (sort !== undefined && limit.which === 'any') return { sort, take: limit.rows };
  const column = sort?.column ?? time;
  if (column === undefined || limit.which === 'any') return { take: limit.rows };
  return { top: { rows: limit.rows, column, order: limit.which === 'first' || limit.which === 'bottom' ? 'asc' : (sort?.order ?? 'desc') } };
}

/** "the latest record of each device", "first logon per user", "when was it last seen". */
function pickOf(shaper: Shaper, text: string, subject: Entity | undefined): Shape | undefined {
  const { time } = shaper;
  if (time === undefined) return undefined;
  const match = /\b(first|earliest|oldest|latest|last|most recent|newest)(?: (?!seen)\w+){1,4}? (?:for|per|of|by|from|on|to) (?:each |every |all |the |any )?/.exec(text);
  const each = match !== null && /(?:each|every|per) $/.test(match[0]);
  if (match !== null) {
    const at = text.slice(0, match.index + match[0].trimEnd().length).split(' ').length;
    let key = entityAt(shaper.words, at, shaperTable(shaper));
    if (key === undefined && !each) key = shaper.entities.find(({ from }) => from > at && from - at <= 2);
    const singular = !/\b(?:first|last|latest|earliest) (?:\w+ )?(?:events|logons|records|connections|emails|alerts|files|activities)\b/.test(text);
    if (key !== undefined && (each || (singular && /s$/.test(shaper.words[key.to - 1]?.text ?? '')))) {
      return { pick: { which: /first|earliest|oldest/.test(match[1] ?? '') ? 'earliest' : 'latest', time, by: [key.column] }, intent: /first|earliest|oldest/.test(match[1] ?? '') ? 'earliest' : 'latest' };
    }
  }
  const seen = /\b(first|last)(?: time)? (?:seen|appeared|observed|active|used|logged|connected|time)\b(?! (?:senders?|contacts?|users?|recipients?|callers?)\b)|\bwhen (?:was|were|did)\b.*\b(first|last)\b/.exec(text);
  if (seen !== null) {
    const keys = shaper.groups();
    const by: PlanKey[] = keys.length > 0 ? keys : subject === undefined ? [] : [{ column: subject.column }];
    const first = (seen[1] ?? seen[2]) === 'first';
    return { summarize: { measures: [{ name: first ? 'FirstSeen' : 'LastSeen', function: first ? 'min' : 'max', column: time }], by }, intent: first ? 'earliest' : 'latest' };
  }
  return undefined;
}

function shaperTable(shaper: Shaper): TableReading {
  return shaper['table'];
}

/** "average file size", "total bytes", "highest CVSS score". */
function numericMeasure(shaper: Shaper, { columns, mentions }: TableReading, text: string): PlanMeasure | undefined {
  const match = /\b(average|avg|mean|sum of|total|maximum|max|highest|largest|minimum|min|smallest|lowest)\b/.exec(text);
  if (match === null) return undefined;
  const at = text.slice(0, match.index + match[0].length).split(' ').length;
  const mention = mentions.find(({ from, column }) => from >= at && from - at <= 2 && ['int', 'long', 'real', 'decimal'].includes(columns.get(column) ?? '') && !/Id$|Port$/.test(column));
  if (mention === undefined || shaper.openThreshold() !== undefined) return undefined;
  const word = match[1] ?? '';
  const call = /average|avg|mean/.test(word) ? 'avg' : /sum|total/.test(word) ? 'sum' : /max|highest|largest/.test(word) ? 'max' : 'min';
  return { name: `${call.charAt(0).toUpperCase()}${call.slice(1)}${mention.column}`, function: call, column: mention.column };
}

/** "which devices ...", "list the users ...": each of them once. */
function distinctOf(shaper: Shaper, table: TableReading, subject: Entity, text: string): string[] | undefined {
  const unique = /\b(?:unique|distinct|different)\b/.test(text);
  const first = shaper.words[0]?.text ?? '';
  const asked = listVerbs.test(first) && subject.from <= 5;
  const noun = shaper.words[subject.to - 1]?.text.toLowerCase() ?? '';
  const who = /^(?:who|whose)$/i.test(first);
  if (unique && subject.from <= 8) return distinctColumns(subject.column, table.columns);
  if (!asked && !who) return undefined;
  // "Show clicks where user ..." asks for clicks.
  const between = shaper.words.slice(1, subject.from).map(({ text: word }) => word.toLowerCase()).join(' ').replace(/\b(?:list|number|names?|set|ids?|any|all|each) of\b/, '');
  if (/\b(?:where|that|which|whose|when|of|by|from|with|on|in|for|to|and|at)\b/.test(between)) return undefined;
  // "Show the countries from which ...", "get user agents used by ...".
  const related = /s$/.test(noun) && /^(?:from which|from where|used (?:by|to|in|for|on|from)|seen|observed|contacted|accessed by|visited|targeted|affected)\b/.test(shaper.words.slice(subject.to, subject.to + 2).map(({ text: word }) => word.toLowerCase()).join(' '));
  const strict = related || /^(?:which|what|who|whose)$/i.test(first) || /^list\b|\blist of\b/.test(text);
  if (table.table === 'DeviceInfo' || table.table === 'IdentityInfo') return strict && !/^list/.test(text) ? distinctColumns(subject.column, table.columns) : undefined;
  if (!strict && !/^(?:device|computer|machine|host|endpoint|user|account|server|workstation)s?$/.test(noun)) return undefined;
  if (eventNouns.test(shaper.words[subject.to - 1]?.stem ?? '') && !who && !(/^(?:which|what)$/i.test(first) && subject.from === 1)) return undefined;
  return distinctColumns(subject.column, table.columns);
}
