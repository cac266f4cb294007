// Property tests draw from one seed: a run that passes passes again. Change it to look further.
import fc from 'fast-check';

fc.configureGlobal({ seed: 20210226 });
