import { run } from './connect/run.js';

run();
