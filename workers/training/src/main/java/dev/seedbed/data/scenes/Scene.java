package dev.seedbed.data.scenes;
record Scene(Canvas canvas, java.util.List<Thing> things) {}
