#pragma once

// The mutant that is switched on: its number, or -1.
extern int mutation_active;
// One byte a mutant, set for the first of each site that was passed; null where nobody asks.
extern unsigned char *mutation_reached;

// Which mutant of a site is on: 0 for that with the number `first`; none is negative or too large.
static inline int mutation(int first) {
    if (__builtin_expect(mutation_reached != 0, 0)) mutation_reached[first] = 1;
    return mutation_active - first;
}
