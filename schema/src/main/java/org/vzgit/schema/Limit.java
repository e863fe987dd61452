package org.vzgit.schema;

/// What is wanted of, or was found for, one bound of a resource. Three different things: a value,
/// the explicit absence of a bound, and "nobody manages this here", which no pass may touch.
public sealed interface Limit {

    record Value(Amount amount) implements Limit {
        @Override
        public String text() {
            return amount.text();
        }
    }

    record Unlimited() implements Limit {
        @Override
        public String text() {
            return "unlimited";
        }
    }

    record NotManaged() implements Limit {
        @Override
        public String text() {
            return "-";
        }
    }

    Limit UNLIMITED = new Unlimited();
    Limit NOT_MANAGED = new NotManaged();

    static Limit of(Amount amount) {
        return new Value(amount);
    }

    /// `unlimited`, `-` when not managed, else the amount's canonical form.
    String text();
}
