import type { Command } from 'commander';

/** Declares a command of the program, with the options that all have. */
export type Declare = (name: string) => Command;

/** The values of an option that may be given several times. */
export const collect = (value: string, previous: string[] | undefined): string[] => [...(previous ?? []), value];
