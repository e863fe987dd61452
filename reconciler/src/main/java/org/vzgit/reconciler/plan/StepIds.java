package org.vzgit.reconciler.plan;

import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An immutable set of step numbers. In a plan where thousands of VEs grow after thousands shrank,
/// each growing step waits for the same thousands: they share one of these, where a tree each would
/// need gigabytes.
// Nobody navigates these ids, so the seven methods that NavigableSet adds would be dead code.
@SuppressWarnings("JdkObsolete")
final class StepIds extends AbstractSet<Integer> implements SortedSet<Integer> {
    static final StepIds NONE = new StepIds(new int[0]);

    private final int[] ascending;

    private StepIds(int[] ascending) {
        this.ascending = ascending;
    }

    static StepIds of(IntStream ids) {
        int[] ascending = ids.sorted().distinct().toArray();
        return ascending.length == 0 ? NONE : new StepIds(ascending);
    }

    static StepIds copyOf(SortedSet<Integer> ids) {
        return ids instanceof StepIds same ? same : of(ids.stream().mapToInt(Integer::intValue));
    }

    StepIds union(StepIds other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        return of(IntStream.concat(IntStream.of(ascending), IntStream.of(other.ascending)));
    }

    @Override
    public Iterator<Integer> iterator() {
        return IntStream.of(ascending).iterator();
    }

    @Override
    public int size() {
        return ascending.length;
    }

    @Override
    public @Nullable Comparator<? super Integer> comparator() {
        return null;
    }

    @Override
    public SortedSet<Integer> subSet(Integer from, Integer to) {
        return new TreeSet<>(this).subSet(from, to);
    }

    @Override
    public SortedSet<Integer> headSet(Integer to) {
        return new TreeSet<>(this).headSet(to);
    }

    @Override
    public SortedSet<Integer> tailSet(Integer from) {
        return new TreeSet<>(this).tailSet(from);
    }

    @Override
    public Integer first() {
        return at(0);
    }

    @Override
    public Integer last() {
        return at(ascending.length - 1);
    }

    private int at(int index) {
        if (isEmpty()) {
            throw new NoSuchElementException("no step");
        }
        return ascending[index];
    }
}
