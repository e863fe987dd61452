package org.vzgit.schema.document;

import java.util.List;
import java.util.SortedMap;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;

/// What one field of a VE or a profile says, checked, before profiles are folded.
sealed interface FieldValue {

    /// `barrier:limit`.
    record Bounds(BarrierLimit bounds) implements FieldValue {}

    /// One bound.
    record Single(Limit limit) implements FieldValue {}

    /// `cpu.limit` as a share of the whole node, whose number of CPUs the VE's Node document says.
    record NodeShare(int percent) implements FieldValue {}

    /// The VE's own addresses.
    record Addresses(SortedMap<IpAddress, Span> places) implements FieldValue {}

    /// Text, as one word or a list.
    record Words(List<String> words) implements FieldValue {
        public Words {
            words = List.copyOf(words);
        }
    }

    /// A legal value, with its place in the schema, that this version cannot carry out.
    record NotYet(String text) implements FieldValue {}
}
