import type { ClassMethod, ClassProperty, Node } from './ast.js';
import { PowerShellSyntaxError } from './scanner.js';
import { StatementParser } from './statement-parser.js';

/** Classes (about_Classes): properties, methods, constructors. */
export abstract class ClassParser extends StatementParser {
  protected override classStatement(start: number): Node | undefined {
    try {
      return this.classBody(start);
    } catch (error) {
      if (!(error instanceof PowerShellSyntaxError)) throw error;
      return this.skipBlock(start);
    }
  }

  private classBody(start: number): Node {
    this.pos = start + 'class'.length;
    const name = this.className();
    let base: string | undefined;
    for (this.skipSpace(true); this.peek() === ':' || this.peek() === ','; this.skipSpace(true)) {
      this.pos++;
      const parent = this.className();
      base ??= parent;
    }
    this.expect('{');
    const properties: ClassProperty[] = [];
    const methods: ClassMethod[] = [];
    for (;;) {
      this.skipSpace(true);
      this.budget.node();
      if (this.peek() === ';') this.pos++;
      else if (this.peek() === '}') break;
      else this.classMember(properties, methods);
    }
    this.pos++;
    return { k: 'class', name, base, properties, methods, start, end: this.pos };
  }

  private className(): string {
    this.skipSpace(true);
    const match = /^[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff]*/.exec(this.source.slice(this.pos, this.pos + 200));
    if (match === null) return this.fail('a class name was expected');
    this.pos += match[0].length;
    return match[0].toLowerCase();
  }

  private classMember(properties: ClassProperty[], methods: ClassMethod[]): void {
    let isStatic = false;
    let type: string | undefined;
    for (;;) {
      const word = this.keyword();
      if (this.peek() === '[') {
        const given = this.typeName();
        if (given !== '#attribute') type = given;
      } else if (word === 'static' || word === 'hidden') {
        isStatic ||= word === 'static';
        this.pos += word.length;
      } else break;
      this.skipSpace(true);
    }
    if (this.peek() === '$') {
      const variable = this.dollar();
      if (variable.k !== 'variable') this.fail('a property was expected');
      this.skipSpace();
      let value: Node | undefined;
      if (this.peek() === '=') {
        this.pos++;
        this.skipSpace(true);
        value = this.withComma(false, () => this.statement());
      }
      properties.push({ name: (variable as { name: string }).name, type, value, isStatic });
      return;
    }
    const name = this.className();
    this.skipSpace();
    const params = this.parameters();
    this.skipSpace(true);
    let baseArgs: Node[] | undefined;
    if (/^:\s*base\b/i.test(this.source.slice(this.pos, this.pos + 20))) {
      this.pos = this.source.indexOf('(', this.pos);
      if (this.pos < 0) this.fail('arguments of the base class were expected');
      baseArgs = this.budget.nested(() => this.callArguments());
    }
    const block = this.nestedBlock();
    block.params.unshift(...params);
    methods.push({ name, type, block, baseArgs, isStatic });
  }
}
