#!/usr/bin/env node
import { registerBacktest } from '../src/cli/commands/register-backtest.js';
import { runProgram } from '../src/cli/program.js';

process.exitCode = await runProgram(process.argv, [registerBacktest]);
