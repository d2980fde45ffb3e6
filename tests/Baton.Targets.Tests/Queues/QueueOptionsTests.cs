using Baton.Configuration;
using Baton.Targets.Queues;
using Baton.Targets.Queues.Redis;
using Baton.Targets.Queues.Sqs;

namespace Baton.Targets.Tests.Queues;

public sealed class QueueOptionsTests
{
    [Theory]
    [InlineData("redis://localhost")]
    [InlineData("redis://user:p%40ss@host:6380/2")]
    [InlineData("rediss://:secret@[::1]:6379")]
    [InlineData("unix:///run/redis.sock?db=3")]
    public void Good_addresses_pass(string url) =>
        Check(new RedisQueueOptions { Url = url, Request = "r" }).ShouldBeEmpty();

    [Theory]
    [InlineData("", "no address")]
    [InlineData("localhost:6379", "no address")]
    [InlineData("http://localhost", "no address")]
    [InlineData("redis://", "no address")]
    [InlineData("unix://host/socket", "no address")]
    [InlineData("redis://localhost/zero", "no number: `zero`")]
    [InlineData("redis://u:top-secret@localhost/zero", "no number: `zero`")]
    public void Wrong_addresses_are_told_without_their_secrets(string url, string message)
    {
        ConfigurationError error = Check(new RedisQueueOptions { Url = url, Request = "r" }).ShouldHaveSingleItem();

        error.Key.ShouldBe("runner.queue.url");
        error.Message.ShouldContain(message);
        error.Message.ShouldNotContain("top-secret");
    }

    [Fact]
    public void An_address_tells_everything_but_its_secrets()
    {
        RedisAddress address = RedisAddress.Parse("rediss://me:p%40ss@[::1]:6380/2");

        (address.Host, address.Port, address.IsSecure).ShouldBe(("::1", 6380, true));
        (address.User, address.Password, address.Database).ShouldBe(("me", "p@ss", 2));
        address.ToString().ShouldBe("rediss://[::1]:6380");
        RedisAddress.Parse("unix:///run/redis.sock?db=3").SocketPath.ShouldBe("/run/redis.sock");
        RedisAddress.Parse("redis://localhost").Port.ShouldBe(6379);
    }

    [Fact]
    public void Settings_that_do_not_go_together_are_told_all_at_once() =>
        Check(
                new RedisQueueOptions
                {
                    Url = "redis://localhost",
                    Request = "",
                    Reply = "",
                    Group = "workers",
                }
            )
            .Select(error => error.Key)
            .ShouldBe(["runner.queue.request", "runner.queue.reply", "runner.queue.group"]);

    [Fact]
    public void Exactly_one_queue_is_given()
    {
        RedisQueueOptions redis = new() { Url = "redis://localhost", Request = "r" };
        SqsQueueOptions sqs = new() { RequestUrl = "https://sqs.eu-west-1.amazonaws.com/1/q" };

        Check(new QueueOptions()).ShouldHaveSingleItem().Message.ShouldContain("give `redis` or `sqs`");
        Check(new QueueOptions { Redis = redis, Sqs = sqs }).ShouldHaveSingleItem().Key.ShouldBe("runner.queue.sqs");
        Check(new QueueOptions { Redis = redis }).ShouldBeEmpty();
        Check(
                new QueueOptions
                {
                    Sqs = sqs,
                    Delivery = new QueueDeliveryOptions { DeadLetter = "dead" },
                }
            )
            .ShouldHaveSingleItem()
            .Message.ShouldContain("dead_letter");
    }

    [Fact]
    public void Addresses_of_SQS_are_checked()
    {
        Check(
                new SqsQueueOptions
                {
                    RequestUrl = "my-queue",
                    ReplyUrl = "ftp://x/y",
                    Endpoint = "localhost",
                }
            )
            .Select(error => error.Key)
            .ShouldBe(["runner.queue.request_url", "runner.queue.reply_url", "runner.queue.endpoint"]);
        Check(new SqsQueueOptions { RequestUrl = "https://sqs.eu-west-1.amazonaws.com/" })
            .ShouldHaveSingleItem()
            .Message.ShouldContain("names a service and no queue");
        SqsQueueUrl.Region("https://sqs.eu-west-1.amazonaws.com/1/q").ShouldBe("eu-west-1");
        SqsQueueUrl.Region("http://localhost:9324/1/q").ShouldBeNull();
    }

    private static IReadOnlyList<ConfigurationError> Check(IValidatedSection options)
    {
        ConfigurationErrors errors = new();
        options.Validate(
            new SectionValidation(
                new ConfigurationMapping(new ConfigurationPlace("f.yaml", 1, 1), []),
                "runner.queue",
                errors
            )
        );
        return errors.Items;
    }
}
