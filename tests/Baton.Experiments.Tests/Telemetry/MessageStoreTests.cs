using Baton.Experiments.Telemetry.Spans;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Telemetry;

public sealed class MessageStoreTests
{
    [Fact]
    public void Messages_of_any_size_stay_as_they_were_while_other_stores_come_and_go() =>
        Prop.ForAll(
                Gen.OneOf(Gen.Choose(0, 5_000), Gen.Choose(30_000, 70_000)).ListOf().ToArbitrary(),
                sizes =>
                {
                    MessageStore store = new();
                    List<(byte[] Message, ReadOnlyMemory<byte> Kept)> all = [];
                    foreach (int size in sizes)
                    {
                        byte[] message = new byte[size];
                        Array.Fill(message, (byte)(all.Count + 1));
                        all.Add((message, store.Keep(message)));
                        MessageStore other = new();
                        other.Keep(new byte[size]);
                        other.Release();
                    }

                    all.ForEach(one => one.Kept.Span.SequenceEqual(one.Message).ShouldBeTrue());
                    store.Release();
                    store.Release();
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
