import type { ProjectCommand } from '../sources/project-file.js';
import type { Io } from './io.js';

type Options = Record<string, unknown>;

/** A step of `fragilite run`: a command, as it would be run by hand with the project file. */
export interface Step {
  /** The name of the command. */
  readonly name: string;
  /** Whose options of the project file are its own. */
  readonly command: ProjectCommand;
  /** Options of that command that are nothing to it. */
  readonly without?: readonly string[];
  /** The steps whose result it reads. */
  readonly after: readonly string[];
  /** Its section of the manifest; null for one that adds none. */
  readonly section: string | null;
  /** True when it also writes into the files of `compute`: only `compute` can take that back. */
  readonly writesIntoResult: boolean;
  readonly run: (options: Options, io: Io) => Promise<void>;
}

/** Options of the first level that say what is written or computed, not what is read. */
const NOT_READ = ['out', 'format', 'missing', 'posts', 'demands', 'envelope', 'require-complete', 'max-imputed', 'max-rank-shift', 'previous'];

/**
 * The steps, in the order in which they are done. `check` and `compute` always are; another when the project file
 * has its section.
 */
export const STEPS: readonly Step[] = [
  {
    name: 'check',
    command: 'compute',
    without: NOT_READ,
    after: [],
    section: null,
    writesIntoResult: false,
    run: async (options, io) => (await import('./check.js')).check(options, io),
  },
  {
    name: 'compute',
    command: 'compute',
    after: [],
    section: null,
    writesIntoResult: true,
    run: async (options, io) => (await import('./compute.js')).compute(options, io),
  },
  {
    name: 'cross',
    command: 'cross',
    after: ['compute'],
    section: 'croisement',
    writesIntoResult: true,
    run: async (options, io) => (await import('./cross.js')).crossCommand(options, io),
  },
  {
    name: 'allocate',
    command: 'allocate',
    after: ['compute'],
    section: 'repartition',
    writesIntoResult: false,
    run: async (options, io) => (await import('./allocate.js')).allocateCommand(options, io),
  },
  {
    name: 'diagnose',
    command: 'diagnose',
    after: ['compute'],
    section: 'diagnostic',
    writesIntoResult: true,
    run: async (options, io) => (await import('./diagnose.js')).diagnoseCommand(undefined, options, io),
  },
  {
    name: 'map',
    command: 'map',
    after: ['compute', 'cross'],
    section: 'cartes',
    writesIntoResult: false,
    run: async (options, io) => (await import('./map.js')).mapCommand(undefined, options, io),
  },
  {
    name: 'report',
    command: 'report',
    after: ['compute', 'cross', 'allocate', 'diagnose'],
    section: 'rapport',
    writesIntoResult: false,
    run: async (options, io) => (await import('./report.js')).reportCommand(undefined, options, io),
  },
];
