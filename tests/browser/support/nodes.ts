import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server as Listener, type Socket } from "node:net";

/** The proxy before several nodes, as far as a test needs it: what is newly opened goes to one of them. */
export class Nodes {
  private readonly sockets = new Map<Socket, number>();

  private constructor(
    private readonly listener: Listener,
    private port: number,
  ) {
    listener.on("connection", (client) => this.forward(client));
  }

  /** Listens, and sends all to the node at this address. */
  static async before(url: string): Promise<Nodes> {
    const listener = createServer().listen(0, "127.0.0.1");
    await once(listener, "listening");
    return new Nodes(listener, portOf(url));
  }

  /** A proxy that sends to nobody yet. */
  static async open(): Promise<Nodes> {
    return Nodes.before("http://localhost:1");
  }

  get url(): string {
    return `http://localhost:${(this.listener.address() as AddressInfo).port}`;
  }

  /** What is opened from now on goes to the node at this address; what is open stays where it is. */
  lead(url: string): void {
    this.port = portOf(url);
  }

  /** How many WebSockets to the node at this address are open. */
  webSocketsTo(url: string): number {
    return [...this.sockets.values()].filter((port) => port === portOf(url)).length;
  }

  async close(): Promise<void> {
    this.listener.close();
    for (const socket of this.sockets.keys()) socket.destroy();
    await Promise.resolve();
  }

  private forward(client: Socket): void {
    const { port } = this;
    const node = connect(port, "127.0.0.1");
    client.once("data", (head) => {
      if (/^upgrade: websocket/im.test(head.toString("latin1"))) this.sockets.set(client, port);
    });
    const end = () => {
      this.sockets.delete(client);
      client.destroy();
      node.destroy();
    };
    for (const side of [client, node]) side.on("error", end).on("close", end);
    client.pipe(node);
    node.pipe(client);
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
