const mostRules = 16;

/** The decoding rules that went into a value, in the order of their first use. Trails are shared: the same steps give the same object. */
export class Trail {
  private readonly next = new Map<string, Trail>();

  private constructor(readonly rules: readonly string[]) {}

  /** A new family of trails, beginning with none. */
  static root(): Trail {
    return new Trail([]);
  }

  /** This trail with one more rule. */
  with(rule: string): Trail {
    if (this.rules.length >= mostRules || this.rules.includes(rule)) return this;
    const known = this.next.get(rule);
    if (known !== undefined) return known;
    const made = new Trail([...this.rules, rule]);
    this.next.set(rule, made);
    return made;
  }

  /** This trail followed by another. */
  plus(other: Trail): Trail {
    if (other === this || other.rules.length === 0) return this;
    if (this.rules.length === 0) return other;
    return other.rules.reduce<Trail>((trail, rule) => trail.with(rule), this);
  }
}
