package org.vzgit.schema;

/// How many VEs one pass may stop or destroy because their documents are gone.
///
/// @param amount a number of VEs, at least 0; or a share of the node's VEs in percent, 0 to 100
public record RemovalBudget(int amount, boolean percent) {
    /// One removal is what a reviewed commit usually means; more at once is usually an accident.
    public static final RemovalBudget DEFAULT = of(1);

    private static final int WHOLE = 100;

    public RemovalBudget {
        if (amount < 0 || (percent && amount > WHOLE)) {
            throw new IllegalArgumentException(
                    "removal budget "
                            + amount
                            + (percent ? " % is outside 0..100" : " is below 0"));
        }
    }

    public static RemovalBudget of(int ves) {
        return new RemovalBudget(ves, false);
    }

    /// How many VEs that is on a node with so many. A share is rounded down: of five VEs, 10 % is
    /// none, and whoever wants one removed writes 1.
    public int among(long ves) {
        return percent ? (int) (ves * amount / WHOLE) : amount;
    }

    /// As it is written.
    @Override
    public String toString() {
        return percent ? amount + "%" : Integer.toString(amount);
    }
}
