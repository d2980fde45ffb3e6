using Baton.Experiments.Evaluation.Judges.Calls;
using Baton.Experiments.Results;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Evaluation.Judges.Calls;

public sealed class JudgeCacheTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    private string File => _workspace.PathOf("evaluation/cache.jsonl");

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_reply_is_found_again_after_reopening()
    {
        using (JudgeCache cache = JudgeCache.Open(File))
        {
            cache.Keep("a", "openai:gpt-4o", "Score: 7\nüß \u2028 \"quoted\"");
            cache.Find("a").ShouldBe("Score: 7\nüß \u2028 \"quoted\"");
        }

        using JudgeCache again = JudgeCache.Open(File);
        again.Find("a").ShouldBe("Score: 7\nüß \u2028 \"quoted\"");
        again.Find("b").ShouldBeNull();
        again.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("{\"version\":1,\"key\":\"b\",\"rep")]
    [InlineData("{\"version\":1,\"key\":\"b\",\"reply\":\"whole but for its line break\"}")]
    public void A_torn_last_line_is_cut_off_and_written_over(string torn)
    {
        using (JudgeCache cache = JudgeCache.Open(File))
        {
            cache.Keep("a", "m", "first");
        }

        System.IO.File.AppendAllText(File, torn);
        using (JudgeCache cache = JudgeCache.Open(File))
        {
            cache.Find("a").ShouldBe("first");
            cache.Find("b").ShouldBeNull();
            cache.Keep("c", "m", "third");
        }

        System.IO.File.ReadAllLines(File).Length.ShouldBe(2);
        using JudgeCache again = JudgeCache.Open(File);
        again.Find("c").ShouldBe("third");
    }

    [Fact]
    public void A_line_that_cannot_be_read_is_passed_over()
    {
        _workspace.Write(
            "evaluation/cache.jsonl",
            """
            rubbish
            {"version":9,"key":"later","reply":"?"}
            {"version":1,"key":7,"reply":"?"}
            {"version":1,"key":"a","reply":"kept"}

            """
        );

        using JudgeCache cache = JudgeCache.Open(File);

        cache.Find("a").ShouldBe("kept");
        cache.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_judges_may_write_and_read_at_once()
    {
        using (JudgeCache cache = JudgeCache.Open(File))
        {
            await Parallel.ForAsync(
                0,
                500,
                TestContext.Current.CancellationToken,
                (i, _) =>
                {
                    cache.Keep($"k{i}", "m", $"reply {i} " + new string('x', i));
                    cache.Find($"k{i}").ShouldBe($"reply {i} " + new string('x', i));
                    return ValueTask.CompletedTask;
                }
            );
        }

        using JudgeCache again = JudgeCache.Open(File);
        again.Count.ShouldBe(500);
        again.Find("k499").ShouldNotBeNull().ShouldStartWith("reply 499 ");
    }

    [Fact]
    public void While_another_writes_it_is_read_and_not_written()
    {
        using JudgeCache first = JudgeCache.Open(File);
        first.Keep("a", "m", "first");

        using JudgeCache second = JudgeCache.Open(File);
        second.Keep("b", "m", "second");

        second.Find("a").ShouldBe("first");
        second.Find("b").ShouldBe("second");
        second.Problem.ShouldNotBeNull().ShouldContain("another process");
        first.Find("b").ShouldBeNull();
    }

    [Fact]
    public void Without_a_file_replies_are_kept_in_memory()
    {
        using JudgeCache cache = JudgeCache.Open(null);

        cache.Keep("a", "m", "first");

        cache.Find("a").ShouldBe("first");
        cache.Problem.ShouldBeNull();
    }

    [Fact]
    public void A_file_that_cannot_be_made_is_told()
    {
        _workspace.Write("evaluation", "a file where a folder should be");

        Should.Throw<ResultsWriteException>(() => JudgeCache.Open(File)).Message.ShouldContain("cache of judges");
    }
}
