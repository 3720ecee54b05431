package dev.seedbed.app.cli;
final class DemoCommand { DemoCommand(Seedbed s) {} }
