using System.Text;
using Baton.Agents;
using Baton.Targets.Guards;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Targets.Tests.Guards;

public sealed class OutputMeterTests
{
    [Theory]
    [InlineData(5, null, "hello", "hello", null)]
    [InlineData(4, null, "hello", "hell", "output_char_limit")]
    [InlineData(1, null, "😀", "", "output_char_limit")]
    [InlineData(3, null, "a😀b", "a😀", "output_char_limit")]
    [InlineData(null, 4L, "aüb", "aüb", null)]
    [InlineData(null, 3L, "aüb", "aü", "max_output_bytes")]
    [InlineData(null, 2L, "aüb", "a", "max_output_bytes")]
    [InlineData(null, 4L, "a😀", "a", "max_output_bytes")]
    [InlineData(2, 100L, "abc", "ab", "output_char_limit")]
    [InlineData(100, 2L, "abc", "ab", "max_output_bytes")]
    public void Output_is_cut_exactly(int? characters, long? bytes, string text, string expected, string? limit)
    {
        new OutputMeter(characters, bytes).Take(text, out LimitEvent? met).ShouldBe(expected);
        met?.Limit.ShouldBe(limit);
        (met is null).ShouldBe(limit is null);
    }

    [Fact]
    public void The_pieces_passed_on_are_the_longest_whole_start_that_fits() =>
        Prop.ForAll(
                Gen.Elements("a", "ü", "€", "😀", "\ud83d", "\ude00", "", "xyz").ListOf().ToArbitrary(),
                Gen.Choose(1, 20).Zip(Gen.Choose(1, 40)).ToArbitrary(),
                (pieces, bounds) =>
                {
                    OutputMeter meter = new(bounds.Item1, bounds.Item2);
                    StringBuilder passed = new();
                    LimitEvent? limit = null;
                    foreach (string piece in pieces)
                    {
                        passed.Append(meter.Take(piece, out limit));
                        if (limit is not null)
                        {
                            break;
                        }
                    }

                    passed.Append(limit is null ? meter.Rest() : "");
                    return passed.ToString() == Expected(string.Concat(pieces), bounds.Item1, bounds.Item2);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static string Expected(string whole, int characters, int bytes)
    {
        int at = 0;
        while (at < whole.Length)
        {
            int length = char.IsSurrogatePair(whole, Math.Min(at, whole.Length - 1)) ? 2 : 1;
            if (at + length > characters || Encoding.UTF8.GetByteCount(whole.AsSpan(0, at + length)) > bytes)
            {
                break;
            }

            at += length;
        }

        return whole[..at];
    }
}
