import { firstOf } from '../french.js';
import type { StepBasis } from './run-state.js';

/** What has changed between two bases of a step, in French; null when nothing has. */
export function whyAgain(before: StepBasis, now: StepBasis): string | null {
  // First: another option may well name other files.
  const options = changedKeys(before.options, now.options);
  if (options.length > 0) return `${options.length > 1 ? 'options changées' : 'option changée'} : ${firstOf(options.map(optionName))}`;
  const files = changedKeys(before.inputs, now.inputs);
  if (files.length > 0) return `${firstOf(files)} ${files.length > 1 ? 'ont' : 'a'} changé`;
  if (changedKeys(before.tool, now.tool).length > 0) return 'fragilite ou sa géographie a changé';
  const steps = changedKeys(before.after, now.after);
  return steps.length === 0 ? null : `après ${firstOf(steps)}`;
}

function changedKeys(before: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
}

/** The name in the project file: `keepExisting` → `keep-existing`. */
const optionName = (raw: string): string => raw.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
