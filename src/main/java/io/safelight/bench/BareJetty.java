package io.safelight.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * The HTTP server beneath Safelight with a fixed answer and nothing else: what a request costs before anything of Safelight's is
 * done for it. Runs in a process of its own until it is killed.
 */
public final class BareJetty {
  private BareJetty() {}

  public static void main(String[] args) throws Exception {
    var configuration = new HttpConfiguration();
    configuration.setHeaderCacheSize(0);
    configuration.setSendServerVersion(false);
    var server = new Server();
    var connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new FixedBody());
    server.start();
    System.out.println("http://127.0.0.1:" + connector.getLocalPort());
  }

  private static final class FixedBody extends Handler.Abstract.NonBlocking {
    private final byte[] body = "x".repeat(NginxPeer.BODY_BYTES).getBytes(StandardCharsets.US_ASCII);

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json").put(HttpHeader.CONTENT_LENGTH, body.length);
      response.write(true, ByteBuffer.wrap(body), callback);
      return true;
    }
  }
}
