/**
 * A map whose keys count up from 0: an array inside, because blocks and cells are made by the hundred thousand and asked for at every
 * step, and hashing small numbers would cost more than all else that is done with them.
 */
export class DenseMap<K extends number, V> implements ReadonlyMap<K, V> {
  readonly #list: readonly V[];

  /** Takes the list over: who made it may add to it, nobody else. */
  constructor(list: readonly V[]) {
    this.#list = list;
  }

  get size(): number {
    return this.#list.length;
  }

  get(key: K): V | undefined {
    return this.#list[key];
  }

  has(key: K): boolean {
    return key in this.#list;
  }

  keys(): MapIterator<K> {
    return this.#list.keys() as MapIterator<K>;
  }

  values(): MapIterator<V> {
    return this.#list.values();
  }

  entries(): MapIterator<[K, V]> {
    return this.#list.entries() as MapIterator<[K, V]>;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    this.#list.forEach((value, key) => visit(value, key as K, this));
  }
}
