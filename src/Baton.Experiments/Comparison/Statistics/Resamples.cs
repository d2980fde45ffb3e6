namespace Baton.Experiments.Comparison.Statistics;

/// <summary>
/// Draws inputs with replacement, so that how a number varies between resamples shows how it would vary with other inputs. All runs
/// of an input are drawn together, since they depend on each other.
/// </summary>
internal static class Resamples
{
    private const double Work = 4e7;
    private static readonly int[] Counts = [9999, 4999, 1999, 999, 499];

    /// <summary>How many resamples: 9,999 for few inputs, fewer for many, where each tells more; never less than 499.</summary>
    /// <param name="inputs">The inputs of one resample.</param>
    /// <param name="rows">How many numbers are resampled in the same table.</param>
    public static int CountFor(int inputs, int rows = 1) =>
        Counts.FirstOrDefault(count => (double)count * inputs * rows <= Work, Counts[^1]);

    /// <summary>Draws, and hands over how often each input was drawn.</summary>
    /// <param name="inputs">How many inputs there are.</param>
    /// <param name="count">How many resamples.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="take">Is given the number of the resample, from 0, and the weights; they are valid during the call.</param>
    public static void Draw(int inputs, int count, ulong seed, Action<int, int[]> take)
    {
        Xoshiro256 random = new(seed);
        int[] weights = new int[inputs];
        for (int resample = 0; resample < count; resample++)
        {
            Array.Clear(weights);
            for (int i = 0; i < inputs; i++)
            {
                weights[random.Below(inputs)]++;
            }

            take(resample, weights);
        }
    }
}
