using PilotPairing.Infrastructure.Jobs.Pending;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Jobs;

/// <summary>
/// Who gets a worker: one job of one piece of work at a time, and no more than a quarter of a queue's workers for a share.
/// </summary>
public sealed class WorkSharesTests
{
    private const string Queue = "deliveries";
    private readonly FakeClock _clock = new();
    private readonly WorkShares _shares;

    public WorkSharesTests() => _shares = new(new Dictionary<string, int> { [Queue] = 16, ["other"] = 2 }, _clock);

    [Fact]
    public void A_burst_for_one_piece_of_work_is_one_job()
    {
        var item = Item(1);

        _shares.Admit(item).Should().BeTrue();
        _shares.Admit(item).Should().BeFalse();
        Begin(item).Should().Be(Start.Started);
        _shares.Finish(item.Work).Should().BeEmpty("the job began after both were asked for");
    }

    [Fact]
    public void What_is_asked_for_while_its_job_runs_is_asked_again_afterwards()
    {
        var item = Item(1);
        Begin(item);

        _shares.Admit(item).Should().BeFalse();
        Begin(item).Should().Be(Start.Running, "a second job of the same work ends at once");

        _shares.Finish(item.Work).Should().Equal(item.Work);
    }

    [Fact]
    public void A_share_holds_a_quarter_of_the_workers_and_the_others_find_theirs()
    {
        for (var i = 0; i < 4; i++)
            Begin(Item(i)).Should().Be(Start.Started);

        Begin(Item(4)).Should().Be(Start.Waiting, "a scheduled job comes without being admitted");
        _shares.Admit(Item(5)).Should().BeFalse();
        _shares.Admit(Item(6, share: "another")).Should().BeTrue();

        _shares.Finish(Item(0).Work).Should().Equal(Item(4).Work);
        _shares.Finish(Item(1).Work).Should().Equal(Item(5).Work);
    }

    [Fact]
    public void Jobs_on_their_way_count_until_they_probably_began_elsewhere()
    {
        for (var i = 0; i < 4; i++)
            _shares.Admit(Item(i)).Should().BeTrue();
        _shares.Admit(Item(4)).Should().BeFalse();
        _shares.HasUnsettled.Should().BeTrue();
        _shares.TakeReady().Should().BeEmpty();

        _clock.Advance(TimeSpan.FromSeconds(1));

        _shares.TakeReady().Should().Equal(Item(4).Work);
        _shares.HasUnsettled.Should().BeFalse();
    }

    [Fact]
    public void Work_enqueued_again_that_did_not_begin_here_is_kept()
    {
        _shares.Admit(Item(1)).Should().BeTrue();
        _shares.Admit(Item(1)).Should().BeFalse("its job is on its way");

        _clock.Advance(TimeSpan.FromSeconds(1));

        _shares.TakeReady().Should().Equal([Item(1).Work], "another process may have run it before this was asked for");
    }

    [Fact]
    public void The_smallest_queue_has_a_worker_for_everybody() => _shares.Admit(Item(1, queue: "other")).Should().BeTrue();

    private Start Begin(WorkItem item) => _shares.TryStart(item.Work, item.Queue, item.Share);

    private static WorkItem Item(int number, string share = "tenant", string queue = Queue) =>
        new(WorkKind.Deliveries, new Guid(number, 0, 0, new byte[8]), queue, share, "host");
}
