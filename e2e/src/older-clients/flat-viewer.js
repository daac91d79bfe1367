const ws = new WebSocket('ws://localhost:8000/ws/training/job_abc123');

ws.onopen = () => console.log('Connected!');

ws.onmessage = (event) => {
  const data = JSON.parse(event.data);
  updateProgressBar(data.progress);
  updateMetrics(data.loss, data.samples_per_second);
  
  if (data.complete) {
    console.log('Training completed!');
    ws.close();
  }
};

ws.onerror = (error) => {
  console.error('WebSocket error, falling back to polling');
  startPolling();  // Fallback to REST API
};
