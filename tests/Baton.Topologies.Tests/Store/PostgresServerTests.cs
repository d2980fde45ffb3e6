using System.Security.Cryptography;
using Baton.TestSupport;
using Baton.Topologies.Execution;
using Baton.Topologies.Postgres;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;
using Npgsql;

namespace Baton.Topologies.Tests.Store;

/// <summary>Servers that go away, are none, or do not want us.</summary>
[Trait("Needs", "postgresql")]
public sealed class PostgresServerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_is_restarted_in_the_middle_of_an_execution_is_waited_for(bool crashes)
    {
        await using PostgresServer server = await PostgresServer.StartNewAsync();
        Task restarting = Task.CompletedTask;
        Scenario scenario = Scenarios.All["pipeline"];
        Actors actors = new(scenario.Play)
        {
            Before = async (asked, _) =>
            {
                if (asked.Slot == "analyse")
                {
                    await (crashes ? server.CrashAsync() : server.StopAsync());
                    restarting = server.StartAsync();
                }
            },
        };
        PostgresTopologyStore store = PostgresTopologyStore.Open(server.AddressOf("restarted"), Durability.Full);
        await using LocalRunner runner = new(place: new RunnerPlace { Store = store, Agents = actors });

        TopologyRunResult result = await runner.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input);
        await restarting;

        result.Error.ShouldBeNull();
        actors.Paths.ShouldBe(["parse", "analyse", "write"]);
        (await store.Executions.ReadStepsAsync(result.ExecutionId, default))
            .Select(step => step.Path)
            .ShouldBe(["parse", "analyse", "write"]);
    }

    [Fact]
    public async Task A_disk_that_fills_up_stops_the_execution_and_with_room_it_goes_on()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give a server a small disk.");
        await using PostgresServer server = await PostgresServer.StartNewAsync(diskKilobytes: 4096);
        string address = server.AddressOf("small") + "&options=-c%20default_tablespace=small";
        await ExecuteAsync(server.AddressOf("public"), $"CREATE TABLESPACE small LOCATION '{server.SmallDisk}'");
        Scenario scenario = Scenarios.All["pipeline"];
        // Too long for what is left of a page, and not to be compressed.
        Actors actors = new(asked => $"{asked.Slot} {Convert.ToHexString(RandomNumberGenerator.GetBytes(20_000))}")
        {
            Before = (asked, _) => asked.Slot == "analyse" ? FillAsync(address) : Task.CompletedTask,
        };
        await using LocalRunner runner = new(
            place: new RunnerPlace { Store = PostgresTopologyStore.Open(address, Durability.Full), Agents = actors }
        );

        string error = await ErrorAsync(runner, scenario);
        await ExecuteAsync(address, "DROP TABLE filler");
        actors.Before = static (_, _) => Task.CompletedTask;
        await using PostgresTopologyStore store = PostgresTopologyStore.Open(address, Durability.Full);
        ExecutionRecord left = (await store.Executions.ListAsync(9, null, default)).ShouldHaveSingleItem();
        TopologyRunResult resumed = await runner.ResumeAsync(left.Id);

        error.ShouldContain(
            $"The disk of PostgreSQL at `127.0.0.1:{server.Port}/postgres` is full; make room and try again"
        );
        resumed.Error.ShouldBeNull();
        actors.Paths.ShouldBe(["parse", "analyse", "analyse", "write"]);
    }

    [Fact]
    public async Task Tables_of_a_later_version_are_refused()
    {
        string address = await SharedPostgres.NewAddressAsync();
        await PostgresTopologyStore.Open(address, Durability.Full).DisposeAsync();
        await ExecuteAsync(address, "UPDATE baton_format SET version = 99");

        Refusal(address).ShouldContain("has version 99 of the format for topologies, and this Baton knows up to 1");
    }

    [Fact]
    public async Task A_database_that_cannot_be_written_says_so()
    {
        string address = await SharedPostgres.NewAddressAsync();
        await PostgresTopologyStore.Open(address, Durability.Full).DisposeAsync();
        await using PostgresTopologyStore store = PostgresTopologyStore.Open(
            address + "&options=-c%20default_transaction_read_only=on",
            Durability.Full
        );

        TopologyException refusal = await Should.ThrowAsync<TopologyException>(() =>
            store.States.WriteAsync("critic", "memory", [], default)
        );

        refusal.Message.ShouldContain("cannot be written: it is read-only; name the primary server");
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_is_refused_with_what_to_do_and_without_its_password()
    {
        string address = await SharedPostgres.NewAddressAsync();

        Refusal("postgresql://kim:secret@127.0.0.1:1/teams").ShouldContain("at `127.0.0.1:1/teams` cannot be reached");
        Refusal(address.Replace("/postgres?", "/nowhere?"))
            .ShouldContain("has no such database; make it with `createdb`");
        Refusal(address + "&colour=red").ShouldContain("`colour` means nothing in the address");
        Refusal(address + "&sslmode=perhaps").ShouldContain("`sslmode=perhaps` in the address");
        Refusal("postgresql://kim:sec/ret@host:x/").ShouldContain("as `%40` and `%2F`");
    }

    [Fact]
    public async Task A_store_is_opened_by_its_address_once_the_kind_is_known()
    {
        PostgresTopologyStore.Register();
        string address = (await SharedPostgres.NewAddressAsync()).Replace("postgresql://", "postgresql+asyncpg://");

        await using ITopologyStore store = TopologyStores.Open(address);

        store.ShouldBeOfType<PostgresTopologyStore>();
    }

    // What cannot be written ends as an error of the execution, or, where that cannot be written either, of the store.
    private static async Task<string> ErrorAsync(LocalRunner runner, Scenario scenario)
    {
        try
        {
            return (await runner.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input)).Error ?? "";
        }
        catch (TopologyException full)
        {
            return full.Message;
        }
    }

    private static async Task FillAsync(string address)
    {
        await ExecuteAsync(
            address,
            """
            CREATE TABLE filler (page text) WITH (autovacuum_enabled = false);
            ALTER TABLE filler ALTER page SET STORAGE PLAIN;
            """
        );
        PostgresException full = await Should.ThrowAsync<PostgresException>(async () =>
        {
            while (true)
            {
                await ExecuteAsync(address, "INSERT INTO filler SELECT repeat('x', 7000) FROM generate_series(1, 20)");
            }
        });
        full.SqlState.ShouldBe(PostgresErrorCodes.DiskFull);
    }

    private static async Task ExecuteAsync(string address, string sql)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(PostgresAddress.Read(address));
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string Refusal(string address)
    {
        string refusal = Should
            .Throw<TopologyException>(() => PostgresTopologyStore.Open(address, Durability.Full))
            .Message;
        refusal.ShouldNotContain("secret");
        return refusal;
    }
}
