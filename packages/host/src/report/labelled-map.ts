export type Labels = Readonly<Record<string, string>>;

/** One value for each set of labels, made when it is first asked for. */
export class LabelledMap<V> {
  readonly #entries: Map<string, readonly [Labels, V]> = new Map();
  readonly #create: () => V;

  constructor(create: () => V) {
    this.#create = create;
  }

  of(labels: Labels): V {
    const id = JSON.stringify(labels);
    const entry = this.#entries.get(id) ?? ([labels, this.#create()] as const);
    this.#entries.set(id, entry);
    return entry[1];
  }

  all(): readonly (readonly [Labels, V])[] {
    return [...this.#entries.values()];
  }

  matching(wanted: Labels): readonly V[] {
    return this.all()
      .filter(([labels]) => Object.entries(wanted).every(([name, value]) => labels[name] === value))
      .map(([, value]) => value);
  }
}
