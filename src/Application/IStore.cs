namespace PilotPairing.Application;

public interface IStore
{
    Task<IWork> Begin(CancellationToken cancellationToken);
}

/// <summary>
/// One unit of work. What answers a task runs at once and decides races; what answers nothing is sent with the commit, in order.
/// Never open across a call to a gateway or a receiver. Left without <see cref="Commit"/>, nothing happened.
/// </summary>
public interface IWork : IAsyncDisposable
{
    /// <summary>
    /// What a module writes within this unit of work. A module that has one names it by an extension property, such as <c>work.Links</c>.
    /// </summary>
    T Repository<T>()
        where T : class;

    Task Commit(CancellationToken cancellationToken);
}
