/* eslint-disable */

/** A value, or the text of the error in its place. */
export class Result<T> {
  /** Whether there is an error in place of a value. */
  readonly failed: bool;
  /** The text of the error; empty where there is none. */
  readonly error: string;
  private readonly inner: T;

  constructor(value: T) {
    this.failed = false;
    this.error = "";
    this.inner = value;
  }

  /** The value; a program that asks a failed result for it traps, with the error's text. */
  get value(): T {
    if (this.failed) throw new Error(this.error);
    return this.inner;
  }
}

/** Begins like every failed result; the value is never read, so one class serves all types. */
class Failed {
  readonly failed: bool = true;

  constructor(readonly error: string) {}
}

/** The value of an operation that returns nothing. */
export class Void {}

const nothing = new Result<Void>(new Void());

/** The result of an operation that returns nothing. */
export function done(): Result<Void> {
  return nothing;
}

/** A result that is a value. */
export function ok<T>(value: T): Result<T> {
  return new Result<T>(value);
}

/** A result that is an error; the caller gets the text. */
export function fail<T>(error: string): Result<T> {
  return changetype<Result<T>>(new Failed(error));
}

/** A scalar that may be absent, `Box<u32> | null`: there is no `u32 | null`. */
export class Box<T> {
  constructor(public value: T) {}
}

/** A scalar that is present. */
export function box<T>(value: T): Box<T> {
  return new Box<T>(value);
}

/** No bytes. */
export const EMPTY = new ArrayBuffer(0);
