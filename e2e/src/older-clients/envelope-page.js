// What the document leaves open: React's state setters, and where the server is.
let websocket = null;
const setWebsocket = (ws) => {
  websocket = ws;
};
const pollTrainingStatus = () => {
  window.polls += 1;
};
window.polls = 0;
window.updates = [];

const subscribeToTraining = (trainId) => {
  if (websocket && websocket.readyState === WebSocket.OPEN) {
    console.log("Subscribing to training:", trainId);
    websocket.send(
      JSON.stringify({
        type: "subscribe_training",
        train_id: trainId,
      }),
    );
  }
};

const unsubscribeFromTraining = (trainId) => {
  if (websocket && websocket.readyState === WebSocket.OPEN) {
    websocket.send(
      JSON.stringify({
        type: "unsubscribe_training",
        train_id: trainId,
      }),
    );
  }
};

const handleWebSocketMessage = (message) => {
  switch (message.type) {
    case "subscription_confirmed":
      console.log("Subscription confirmed for:", message.train_id, message.status);
      break;
    case "training_update":
      console.log("Training update:", message.data.status, message.data.progress + "%");
      window.updates.push(message);
      break;
  }
};

const initializeWebSocket = () => {
  const ws = new WebSocket("ws://localhost:8000/ws");
  ws.onopen = () => {
    console.log("WebSocket connected");
    setWebsocket(ws);

    // Subscribe to active training if we have one
    const storedTrainingId = localStorage.getItem("activeTrainingId");
    if (storedTrainingId) {
      ws.send(
        JSON.stringify({
          type: "subscribe_training",
          train_id: storedTrainingId,
        }),
      );
    }
  };
  ws.onmessage = (event) => handleWebSocketMessage(JSON.parse(event.data));
};

const startTraining = async () => {
  const response = await fetch("http://localhost:8000/api/v1/trainings", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: "from the second system" }),
  });
  const result = await response.json();
  if (result.status === "started") {
    localStorage.setItem("activeTrainingId", result.train_id);

    // Subscribe to WebSocket updates for real-time progress
    const trySubscribe = () => {
      if (websocket && websocket.readyState === WebSocket.OPEN) {
        subscribeToTraining(result.train_id);
      } else {
        // Retry if WebSocket isn't ready yet
        setTimeout(trySubscribe, 500);
      }
    };
    trySubscribe();
  }
  return result;
};

// Poll every 30 seconds as fallback (WebSocket provides real-time updates)
// This is just a safety net in case WebSocket disconnects or misses updates
const pollInterval = setInterval(pollTrainingStatus, 30000);
