// How a build tells how far it is. `done` of `total` items of a stage.

/** What a build is at, in this order. */
export type Stage = 'reading' | 'building' | 'writing';

/** Is told as items of a stage are done; what it throws ends the build. */
export type Progress = (stage: Stage, done: number, total: number) => void;
