/** Names that a careless writer would let act, cut, or make unreadable. */
export const HOSTILE_NAMES: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  "=cmd|'/C calc'!A0",
  '+1+1',
  '-2',
  '@SUM(A1)',
  'L\'Haÿ "les" Roses & ]]> <b>',
  'Vingt\u202fmille',
  'N'.repeat(120),
  '_x0041_ et _x005F_',
  '#N/A',
  '#REF!',
  ' espaces aux bouts ',
  'deux\nlignes\tet tabulation',
  '☃ 𝒩 \u{1f600}',
];

/** Characters that XML 1.0 has no way to write, each with what stands for it. */
export const FORBIDDEN_NAMES: readonly (readonly [name: string, shown: string])[] = [
  ['un\u0001deux', 'un\ufffddeux'],
  ['\u0000', '\ufffd'],
  ['cloche\u0007 et échappement\u001b', 'cloche\ufffd et échappement\ufffd'],
  ['demi \ud83d', 'demi \ufffd'],
  ['non \uffff', 'non \ufffd'],
];
