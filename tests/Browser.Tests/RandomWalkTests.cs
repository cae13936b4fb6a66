namespace PilotPairing.Browser.Tests;

/// <summary>
/// Orders of events that nobody thought of. The seeds are fixed, so that every run walks the same ways; PILOTPAIRING_WALKS names others, as
/// <c>first:count</c>, to search for longer than a suite may last.
/// </summary>
[Collection(SecondSiteCollection.Name)]
public sealed class RandomWalkTests(Site site)
{
    private const int Steps = 14;
    private const int AtOnce = 3;

    [Fact]
    public async Task After_any_events_in_any_order_the_page_agrees_with_the_server()
    {
        var (first, count) = Environment.GetEnvironmentVariable("PILOTPAIRING_WALKS")?.Split(':') is [var from, var many]
            ? (int.Parse(from, null), int.Parse(many, null))
            : (1, 6);
        var failures = new List<string>();
        await Parallel.ForEachAsync(Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (seed, _) =>
        {
            if (await new RandomWalk(site, seed).Take(Steps) is { } failure)
            {
                lock (failures)
                    failures.Add(failure);
            }
        });
        failures.Should().BeEmpty();
    }
}
