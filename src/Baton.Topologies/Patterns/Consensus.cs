using Baton.Topologies.Definitions;

namespace Baton.Topologies.Patterns;

/// <summary>Makes one verdict of several, without asking anybody.</summary>
internal static class Consensus
{
    /// <summary>Decides.</summary>
    /// <param name="method">How; not <see cref="ConsensusMethod.Mediator"/>.</param>
    /// <param name="verdicts">The verdicts in the order of their slots; at least one.</param>
    /// <returns>Whether it is approved, and the mean confidence of those who decided.</returns>
    public static Verdict Of(ConsensusMethod method, IReadOnlyList<Verdict> verdicts) =>
        method switch
        {
            ConsensusMethod.Majority => By(verdicts, verdicts.Count(verdict => verdict.Approved) * 2 > verdicts.Count),
            ConsensusMethod.Unanimous => By(verdicts, verdicts.All(verdict => verdict.Approved)),
            ConsensusMethod.Weighted => By(verdicts, Sum(verdicts, approved: true) > Sum(verdicts, approved: false)),
            ConsensusMethod.FirstAgree => FirstAgreed(verdicts),
            _ => throw new InvalidOperationException($"`{method}` needs an agent"),
        };

    private static Verdict By(IReadOnlyList<Verdict> verdicts, bool approved)
    {
        double[] deciding =
        [
            .. verdicts.Where(verdict => verdict.Approved == approved).Select(verdict => verdict.Confidence),
        ];
        return new Verdict(approved, deciding.Length == 0 ? 0.5 : deciding.Average());
    }

    private static double Sum(IReadOnlyList<Verdict> verdicts, bool approved) =>
        verdicts.Where(verdict => verdict.Approved == approved).Sum(verdict => verdict.Confidence);

    private static Verdict FirstAgreed(IReadOnlyList<Verdict> verdicts)
    {
        List<Verdict> approving = [];
        List<Verdict> rejecting = [];
        foreach (Verdict verdict in verdicts)
        {
            List<Verdict> side = verdict.Approved ? approving : rejecting;
            side.Add(verdict);
            if (side.Count == 2)
            {
                return By(side, verdict.Approved);
            }
        }

        // Where no two agree, nothing is approved; a single checker agrees with itself.
        return By(verdicts, verdicts is [{ Approved: true }]);
    }
}
