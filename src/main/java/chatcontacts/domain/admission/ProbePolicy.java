package chatcontacts.domain.admission;

/**
 * What probes may take, which may well be wasted.
 *
 * @param share of a lane's rate that they may take from calls that are free, above 0 and at most 1
 * @param wastedPerStart how many calls may find an instance full for each chat that is started, as far as the rate has that to
 *     spare and chat ends are not seen; 0 or more
 */
public record ProbePolicy(double share, double wastedPerStart) {

    public ProbePolicy {
        if (!(share > 0) || share > 1 || !(wastedPerStart >= 0)) {
            throw new IllegalArgumentException(
                    "needs 0 < share <= 1 and 0 <= wastedPerStart, not " + share + " and " + wastedPerStart);
        }
    }
}
