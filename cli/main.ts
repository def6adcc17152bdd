#!/usr/bin/env node
import { registerBacktest } from '../src/cli/commands/register-backtest.js';
import { registerDiff } from '../src/cli/commands/register-diff.js';
import { registerExplain } from '../src/cli/commands/register-explain.js';
import { registerReport } from '../src/cli/commands/register-report.js';
import { registerRerun } from '../src/cli/commands/register-rerun.js';
import { runProgram } from '../src/cli/program.js';
import { registerData } from './data/register-data.js';
import { registerLive } from './live/register-live.js';

process.exitCode = await runProgram(process.argv, [
  registerBacktest,
  registerRerun,
  registerDiff,
  registerExplain,
  registerReport,
  registerData,
  registerLive,
]);
