// How a build tells how far it is. `done` of `total` items of a stage.

export type Stage = 'reading' | 'building' | 'writing';

export type Progress = (stage: Stage, done: number, total: number) => void;
